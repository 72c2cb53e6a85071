using Dapper;
using Tandem.Storage.Journals;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Journals;

public sealed class RetentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly OpenStore _open;

    public RetentionTests()
    {
        _open = new OpenStore(_folder, _clock);
        Assert.True(ParameterSet.Defaults.TryWith(ParameterCatalogue.HistoryDays, "2", out var set, out _));
        Assert.True(set.TryWith(ParameterCatalogue.AuditDays, "30", out set, out _));
        _open.Store.StartRetention(() => set);
    }

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Suspensions_go_after_their_days_unless_they_are_in_force()
    {
        var now = _clock.NowMs;
        Insert("INSERT INTO suspension (endpoint, source, everyone, user_agent, failures, at, until_at) VALUES (@name, 's', 0, '', 6, @at, @until)",
            new { name = "old", at = now, until = (long?)now + 1 },
            new { name = "old but in force", at = now, until = (long?)null },
            new { name = "younger", at = now + 120_000, until = (long?)now + 120_001 });

        // The run at one minute past the hour after two days and an hour is the first that finds the first one old enough.
        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(["old", "old but in force", "younger"], Query("SELECT endpoint FROM suspension ORDER BY id"));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["old but in force", "younger"], Query("SELECT endpoint FROM suspension ORDER BY id"));
    }

    [Fact]
    public void Audit_entries_go_after_their_days_in_batches()
    {
        for (var i = 0; i < 3; i++)
        {
            Insert("INSERT INTO audit (at, actor, actor_address, action, target) VALUES (@at, '', '', '', @target)",
                [.. Enumerable.Range(0, 1000).Select(n => new { at = _clock.NowMs, target = "old" })]);
        }
        _clock.Advance(TimeSpan.FromDays(30));
        _open.Store.Configuration.Append(_open.Audit(target: "new"));
        Assert.Equal(["new", "old"], Query("SELECT DISTINCT target FROM audit ORDER BY target"));

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["new"], Query("SELECT target FROM audit"));
    }

    [Fact]
    public void Sources_not_seen_for_thirty_days_go()
    {
        var today = _clock.NowMs / 86_400_000;
        Insert("INSERT INTO known_source (endpoint, address, day) VALUES (@name, '192.0.2.1', @day)",
            new { name = "past", day = today - 31 }, new { name = "last day", day = today - 30 });

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["last day"], Query("SELECT endpoint FROM known_source"));
    }

    [Fact]
    public void Ended_tokens_go_and_endless_ones_stay()
    {
        _open.Store.Operators.Save(new ApiToken { Name = "ends", Hash = "a", Scope = TokenScope.Read, ValidUntil = _clock.NowMs + 60_000 }, _open.Audit());
        _open.Store.Operators.Save(new ApiToken { Name = "later", Hash = "b", Scope = TokenScope.Read, ValidUntil = _clock.NowMs + 60_001 }, _open.Audit());
        _open.Store.Operators.Save(new ApiToken { Name = "stays", Hash = "c", Scope = TokenScope.Read }, _open.Audit());

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["later", "stays"], Query("SELECT name FROM api_token ORDER BY name"));
    }

    [Fact]
    public void An_attacker_cannot_grow_the_history_beyond_its_limit()
    {
        Insert("INSERT INTO suspension (id, endpoint, source, everyone, user_agent, failures, at) VALUES (@id, @name, 's', 0, '', 6, @at)",
            new { id = 5L, name = "first", at = _clock.NowMs },
            new { id = 6L, name = "second", at = _clock.NowMs },
            new { id = 5L + Retention.MostSuspensions, name = "last", at = _clock.NowMs });

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["second", "last"], Query("SELECT endpoint FROM suspension ORDER BY id"));
    }

    private void Insert(string sql, params object[] rows)
    {
        using var connection = SqliteDialect.Open(_folder.In("tandem.db"), durable: false);
        connection.Execute(sql, rows);
    }

    private List<string> Query(string sql)
    {
        using var connection = SqliteDialect.Open(_folder.In("tandem.db"), durable: false);
        return connection.Query<string>(sql).AsList();
    }
}

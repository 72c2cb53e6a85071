using Dapper;
using Microsoft.Extensions.Logging;
using Tandem.Sip.Flows;
using Tandem.Storage.Journals;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Journals;

public sealed class RegistrationJournalTests : IDisposable
{
    private static readonly IpEndpoint Source = IpEndpoint.FromV4(0xC0000207, 5060);
    private static readonly SuspensionSettings AfterTwo = new(true, 2, 180_000, SuspensionScope.Source);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private OpenStore _open;
    private RegistrationJournal _journal;

    public RegistrationJournalTests()
    {
        _open = new OpenStore(_folder, _clock);
        foreach (var name in new[] { "1001", "1002", "1003" }) _open.AddPhone(name);
        _journal = StartJournal();
    }

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_binding_comes_back_after_a_restart_with_every_field()
    {
        _open.Locations.Register("1001", _clock.NowMs, source: "[2001:db8::7]:1024", transport: SipTransport.Tls);
        var before = Assert.Single(_open.Locations.Find("1001"));

        Restart();

        // A stream's connection is gone, and the stored expiry may be a tenth behind.
        var after = Assert.Single(_open.Locations.Find("1001"));
        Assert.Equal(before with { Offline = true, ExpiresAt = before.ExpiresAt + 360_000 }, after);
        Assert.Equal(1, _open.Loaded.Bindings);
    }

    [Fact]
    public void Changes_are_stored_within_a_second_without_anyone_asking()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        Assert.Empty(Stored());

        _clock.Advance(RegistrationJournal.Period);

        Eventually(() => Stored().Count == 1);
        Eventually(() => _journal is { Pending: 0, BehindMs: 0, Written: 1 });
    }

    [Fact]
    public void A_binding_that_ended_is_gone_after_a_restart()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        _open.Locations.Register("1002", _clock.NowMs);
        Assert.True(_journal.Flush());
        _open.Locations.RemoveAll("1001");

        Restart();

        Assert.Equal(1, _open.Locations.Count);
        Assert.Single(_open.Locations.Find("1002"));
    }

    [Fact]
    public void A_binding_is_restored_until_its_time_and_the_tenth_are_over()
    {
        _open.Locations.Register("1001", _clock.NowMs, seconds: 1000);
        _clock.Advance(TimeSpan.FromMilliseconds(1_100_000 - 1));
        Restart();
        Assert.Equal(1, _open.Locations.Count);

        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Restart();

        Assert.Equal(0, _open.Locations.Count);
        Assert.Equal((0, 1), (_open.Loaded.Bindings, _open.Loaded.Forgotten));
        Assert.Empty(Stored());
    }

    [Fact]
    public void Bindings_of_endpoints_that_are_gone_are_forgotten_and_the_others_stay()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        _open.Locations.Register("1002", _clock.NowMs);
        Assert.True(_journal.Flush());
        _open.Store.Configuration.Delete(new Phone { Name = "1001" }, _open.Audit());

        Restart();

        Assert.Equal((1, 1), (_open.Loaded.Bindings, _open.Loaded.Forgotten));
        Assert.Equal(["1002"], Stored());
    }

    [Fact]
    public void The_new_owner_of_a_name_inherits_no_binding_and_no_known_source()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        _open.Known.Note("1001", NameHash.Of("1001"), Source, _clock.NowMs);
        _clock.Advance(TimeSpan.FromDays(1));
        _open.Locations.Register("1002", _clock.NowMs);
        _open.Locations.Register("1001", _clock.NowMs);
        _open.Store.Configuration.Delete(new Phone { Name = "1001" }, _open.Audit());
        _clock.Advance(TimeSpan.FromSeconds(1));
        _open.AddPhone("1001");

        Restart();

        Assert.Empty(_open.Locations.Find("1001"));
        Assert.Single(_open.Locations.Find("1002"));
        Assert.False(_open.Known.IsKnown(NameHash.Of("1001"), Source, _clock.NowMs));
    }

    [Fact]
    public void Numbers_of_bindings_go_on_after_a_restart()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        Restart();
        _open.Locations.Register("1002", _clock.NowMs);

        Assert.True(_open.Locations.Find("1002")[0].Id > _open.Locations.Find("1001")[0].Id);
        Restart();
        Assert.Equal(2, _open.Locations.Count);
    }

    [Fact]
    public void A_known_source_is_known_after_a_restart_for_thirty_days()
    {
        _open.Known.Note("1001", NameHash.Of("1001"), Source, _clock.NowMs);
        Restart();
        Assert.True(_open.Known.IsKnown(NameHash.Of("1001"), Source, _clock.NowMs));
        Assert.Equal(1, _open.Loaded.KnownSources);

        _clock.Advance(TimeSpan.FromDays(31));
        Restart();
        Assert.Equal(0, _open.Loaded.KnownSources);
    }

    [Fact]
    public void A_suspension_is_in_force_after_a_restart_until_its_time_is_over()
    {
        Suspend("1001");
        Restart();
        var suspension = _open.Suspensions.Check(NameHash.Of("1001"), Source, _clock.NowMs);
        Assert.Equal((2, "192.0.2.7", "scanner", _clock.NowMs + 180_000L),
            (suspension!.Failures, suspension.Source, suspension.UserAgent, suspension.Until!.Value));

        _clock.Advance(TimeSpan.FromSeconds(180));
        Restart();
        Assert.Equal(0, _open.Loaded.Suspensions);
    }

    [Fact]
    public void A_suspension_that_was_cleared_stays_cleared_and_in_the_history()
    {
        Suspend("1001");
        Assert.True(_journal.Flush());
        _clock.Advance(TimeSpan.FromSeconds(5));
        _open.Suspensions.Clear("1001", "admin", _clock.NowMs);

        Restart();

        Assert.Null(_open.Suspensions.Check(NameHash.Of("1001"), Source, _clock.NowMs));
        var past = Assert.Single(_open.Store.SuspensionHistory.List(default, null, 10));
        Assert.Equal((_clock.NowMs, "admin"), (past.ClearedAt, past.ClearedBy));
    }

    [Fact]
    public void The_history_is_listed_newest_first_by_endpoint_source_time_and_page()
    {
        var began = _clock.NowMs;
        foreach (var name in new[] { "a", "b", "a2", "c" })
        {
            Suspend(name);
            _clock.Advance(TimeSpan.FromSeconds(1));
            Assert.True(_journal.Flush());
        }
        var history = _open.Store.SuspensionHistory;

        var all = history.List(default, null, 10);
        Assert.Equal(["c", "a2", "b", "a"], all.Select(s => s.Endpoint));
        Assert.Equal(["b", "a"], history.List(default, all[1].Id, 10).Select(s => s.Endpoint));
        Assert.Equal(["c"], history.List(default, null, 1).Select(s => s.Endpoint));
        Assert.Equal(["b"], history.List(new SuspensionFilter(Endpoint: "b"), null, 10).Select(s => s.Endpoint));
        Assert.Equal(4, history.List(new SuspensionFilter(Source: "192.0.2.7"), null, 10).Count);
        Assert.Empty(history.List(new SuspensionFilter(Source: "192.0.2.8"), null, 10));
        Assert.Equal(["a2", "b"], history.List(new SuspensionFilter(From: began + 1000, To: began + 3000), null, 10).Select(s => s.Endpoint));
    }

    [Fact]
    public void While_the_disk_is_full_changes_wait_merged_and_are_stored_when_there_is_room()
    {
        _open.Locations.Register("1001", _clock.NowMs);
        Assert.True(_journal.Flush());
        FillDisk();

        // 1001 moves and then leaves, 1002 comes and moves, 2000 come and go, 2000 stay: each waits once in its last state.
        _open.Locations.Register("1001", _clock.NowMs, source: "192.0.2.8:5060");
        _open.Locations.Register("1002", _clock.NowMs);
        for (var i = 0; i < 2000; i++) _open.Locations.Register($"x{i}", _clock.NowMs);
        for (var i = 0; i < 2000; i++) _open.Locations.Register($"y{i}", _clock.NowMs);
        Assert.False(_journal.Flush());
        Assert.Equal(4002, _journal.Pending);
        _open.Locations.RemoveAll("1001");
        _open.Locations.Register("1002", _clock.NowMs, source: "192.0.2.9:5060");
        for (var i = 0; i < 2000; i++) _open.Locations.RemoveAll($"x{i}");
        Assert.False(_journal.Flush());

        Assert.Equal(2002, _journal.Pending);
        Assert.Equal(2, _journal.Failures);
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(250, _journal.BehindMs);
        var alarm = Assert.Single(_open.Log.At(LogLevel.Error));
        Assert.Contains("disk is full", alarm);
        Assert.Equal(["1001"], Stored());

        EmptyDisk();
        Assert.True(_journal.Flush());
        Assert.Equal(["1002", .. Enumerable.Range(0, 2000).Select(i => $"y{i}")], Stored());
        Assert.Equal(0, _journal.Pending);
        Assert.Contains(_open.Log.At(LogLevel.Warning), w => w.Contains("can be written again"));
    }

    [Fact]
    public void A_failing_store_is_tried_again_less_and_less_often_until_it_works()
    {
        FillDisk();
        for (var i = 0; i < 2000; i++) _open.Locations.Register($"x{i}", _clock.NowMs);

        var attempts = new List<double>();
        var began = _clock.NowMs;
        for (var turn = 1; turn <= 20; turn++)
        {
            var failures = _journal.Failures;
            _clock.Advance(RegistrationJournal.Period);
            Eventually(() => _journal.Turns == turn);
            if (_journal.Failures > failures) attempts.Add((_clock.NowMs - began) / 1000.0);
        }
        Assert.Equal([0.5, 1.5, 3.5, 7.5], attempts);

        EmptyDisk();
        _clock.Advance(TimeSpan.FromSeconds(8));
        Eventually(() => _journal.Pending == 0);
        Assert.Equal(2000, Stored().Count);
    }

    [Fact]
    public void A_full_disk_refuses_a_configuration_write_and_changes_nothing()
    {
        FillDisk();
        var phones = Enumerable.Range(0, 5000).Select(i => new Phone { Name = $"p{i}" }).ToList();

        var refusal = Assert.Throws<StoreUnavailableException>(() => _open.Store.Configuration.SaveAll(phones, _open.Audit()));

        Assert.Contains("disk is full", refusal.Message);
        Assert.Equal(3, _open.Store.Configuration.List<Phone>(default, null, 10).Count);
        EmptyDisk();
        _open.Store.Configuration.SaveAll(phones, _open.Audit());
    }

    [Fact]
    public void Waiting_suspensions_are_bounded_and_those_left_out_are_counted()
    {
        var pending = new PendingChanges(0);
        var batch = new JournalBatch();
        for (var i = 0; i < PendingChanges.MaxSuspensions + 5; i++)
        {
            batch.Suspensions.Add(new Suspension
            {
                Endpoint = $"{i}", Source = "192.0.2.7", Everyone = false, UserAgent = "", Failures = 6, At = i, Until = null,
            });
        }

        pending.Merge(batch);

        Assert.Equal((PendingChanges.MaxSuspensions, 5L), (pending.Count, pending.Lost));
    }

    private void Suspend(string endpoint)
    {
        for (var i = 0; i < 2; i++)
        {
            _open.Suspensions.Fail(System.Text.Encoding.ASCII.GetBytes(endpoint), NameHash.Of(endpoint), Source, "scanner", _clock.NowMs, AfterTwo, false);
        }
    }

    private void Restart()
    {
        _open.Dispose();
        _open = new OpenStore(_folder, _clock);
        _journal = StartJournal();
    }

    private RegistrationJournal StartJournal() => _open.Store.StartJournal(_open.Locations, _open.Suspensions, _open.Known);

    // The engine answers SQLITE_FULL when it may not grow the file, as it does when the disk gives it no room.
    private void FillDisk() => LimitPages(1);

    private void EmptyDisk() => LimitPages(1_000_000_000);

    private void LimitPages(long pages)
    {
        _open.Store.Database.Write(connection => connection.Execute($"PRAGMA max_page_count = {pages}"));
        _open.Store.Database.WriteBehind(connection => connection.Execute($"PRAGMA max_page_count = {pages}"));
    }

    private List<string> Stored()
    {
        using var connection = SqliteDialect.Open(_folder.In("tandem.db"), durable: false);
        return connection.Query<string>("SELECT endpoint FROM binding ORDER BY id").AsList();
    }

    private static void Eventually(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)));
}

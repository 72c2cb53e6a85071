using Dapper;
using Tandem.Switching.Parameters;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Records;

public sealed class CallRecordWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly OpenRecords _open;

    public CallRecordWriterTests()
    {
        _open = new OpenRecords(_folder, _clock);
        _open.Set(RecordParameters.ZeroHoldTimeAutoRate, "10");
    }

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_flood_of_unanswered_calls_becomes_summaries_and_answered_ones_stay_single()
    {
        Attempts(100);
        Attempts(50);
        _open.Journal.Ended(SampleCalls.Answered(_clock.NowMs).End(_clock.NowMs));
        _open.Journal.Flush();
        _open.Writer.Flush();

        Assert.Equal((101, 50, true), (_open.All().Count, _open.Writer.Summarised, _open.Writer.IsSummarising));
        Assert.Equal([("192.0.2.7", 50L)], Summaries());
    }

    [Fact]
    public void Batches_of_one_minute_add_up_in_one_row()
    {
        Attempts(100);
        Attempts(50);
        Attempts(7);

        Assert.Equal([("192.0.2.7", 57L)], Summaries());
    }

    [Fact]
    public void Both_switches_are_entries_of_the_audit_log()
    {
        Attempts(100);
        _open.Writer.Flush();
        Assert.Equal("records summarise", Audit());

        _clock.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));
        _open.Writer.Flush();

        Assert.Equal("records single", Audit());
        Assert.Equal(2, _open.Store.Configuration.ListAudit(RecordParameters.ZeroHoldTimeAuto.Name, null, 10).Count);
        Attempts(1);
        Assert.Equal(101, _open.All().Count);
    }

    [Fact]
    public void What_nobody_wants_is_counted_and_its_journal_still_spent()
    {
        _open.Set(RecordParameters.ZeroHoldTime, "0");
        Attempts(3);

        Assert.Equal((0, 3, 0), (_open.All().Count, _open.Writer.Omitted, _open.Records.Pending));
        _open.Dispose();
        Assert.Empty(_open.Files);
    }

    [Fact]
    public void Summaries_are_not_counted_twice_when_the_switch_ends_in_the_middle()
    {
        Attempts(100);
        Attempts(50);
        // As a crash leaves them: the files are there still, and the store knows how far it is in them.
        var files = _open.Files.ToDictionary(file => file, File.ReadAllBytes);
        _open.Dispose();
        foreach (var (file, content) in files) File.WriteAllBytes(file, content);

        using var again = new OpenRecords(_folder, _clock);

        Assert.Equal([("192.0.2.7", 50L)], again.Store.Database.Read(connection => connection.Query<(string, long)>("SELECT source, calls FROM call_summary")));
        Assert.Equal(100, again.All().Count);
    }

    [Fact]
    public void Old_records_go_and_their_numbers_are_not_given_again()
    {
        _open.Set(RecordParameters.RetentionDays, "1");
        _open.Store.StartRetention(() => _open.Parameters.Set);
        Attempts(3);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(3, _open.All().Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_open.All());

        Attempts(1);
        _open.Dispose();
        using var again = new OpenRecords(_folder, _clock);
        again.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        again.Journal.Flush();
        Assert.True(again.Writer.Flush());

        Assert.Equal([4, 5], again.All().Select(record => record.Number));
    }

    private void Attempts(int count)
    {
        for (var i = 0; i < count; i++) _open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        _open.Journal.Flush();
        Assert.True(_open.Writer.Flush());
    }

    private string Audit() => _open.Store.Configuration.ListAudit(null, null, 1)[0].Action;

    private List<(string Source, long Calls)> Summaries() =>
        _open.Store.Database.Read(connection => connection.Query<(string, long)>("SELECT source, calls FROM call_summary").AsList());
}

using Tandem.Storage.Journals;
using Tandem.Storage.Tests.Records;
using Tandem.Switching.Records;

namespace Tandem.Storage.Tests.Journals;

/// <summary>The journal's files by themselves: begun anew when they are long, deleted when nobody needs them.</summary>
public sealed class CallJournalSegmentTests : IDisposable
{
    private const long Now = 1_767_268_800_000;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordBacklog _backlog = new(100);
    private readonly CallJournal _journal;

    public CallJournalSegmentTests()
    {
        System.IO.Directory.CreateDirectory(_folder.Path);
        _journal = new CallJournal(3, new CallJournalFolder(_folder.Path, 41), _backlog, () => { }, segmentLength: 2000);
    }

    public void Dispose()
    {
        _journal.Outlet.Close();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_that_is_long_enough_is_followed_by_another()
    {
        for (var i = 0; i < 20; i++) Attempt();

        Assert.Equal(["0000000042-003.calls", "0000000043-003.calls"], Files().Take(2));
    }

    [Fact]
    public void A_file_is_deleted_when_the_store_has_its_records_and_a_later_one_has_its_calls()
    {
        var longCall = SampleCalls.Answered(Now);
        _journal.Answered(longCall);
        _journal.Flush();
        for (var i = 0; i < 15; i++) Attempt();
        StoreAll();
        Assert.Equal("0000000042-003.calls", Files()[0]);

        _journal.Checkpoint(longCall, Now + 10_000);
        _journal.Flush();
        StoreAll();

        // The last file is the one that is written to, so it is there at any time.
        Assert.InRange(Files().Length, 1, 2);
        Assert.DoesNotContain("0000000042-003.calls", Files());
    }

    [Fact]
    public void A_call_that_was_told_again_survives_a_crash_with_its_whole_record()
    {
        var longCall = SampleCalls.Answered(Now);
        _journal.Answered(longCall);
        for (var i = 0; i < 15; i++) Attempt();
        _journal.Checkpoint(longCall, Now + 10_000);
        _journal.Flush();
        _journal.Checkpoint(longCall, Now + 20_000);
        _journal.Flush();
        StoreAll();

        var entries = Files().SelectMany(Read).Where(entry => entry.Id == longCall.Id).ToList();

        Assert.Equal([CallEntryKind.Restated, CallEntryKind.GoesOn], entries.Select(entry => entry.Kind));
        Assert.Equal((longCall.Text(), Now + 20_000), (entries[0].Record!.Text(), entries[1].At));
    }

    [Fact]
    public void Records_come_out_in_the_order_in_which_their_calls_ended_also_when_most_waited_on_the_disk()
    {
        var ended = Enumerable.Range(0, 1500).Select(_ => Attempt()).ToList();

        var (records, inMemory) = FetchAll();

        Assert.Equal(ended, records);
        Assert.Equal((100, 1400, 0), (inMemory, _journal.Outlet.Spilled, _journal.Outlet.SpilledWaiting));
        _backlog.Remove(100);
        ended = [Attempt(), Attempt()];
        Assert.Equal((2, 1400), (FetchAll().InMemory, _journal.Outlet.Spilled));
    }

    [Fact]
    public void A_disk_that_takes_nothing_does_not_stop_the_records()
    {
        System.IO.Directory.Delete(_folder.Path, recursive: true);
        var ended = Enumerable.Range(0, 3).Select(_ => Attempt()).ToList();

        Assert.Equal(ended, FetchAll().Records);
        Assert.True(_journal.Failures > 0);
    }

    [Fact]
    public void Records_are_counted_as_lost_only_when_neither_memory_nor_disk_has_room()
    {
        System.IO.Directory.Delete(_folder.Path, recursive: true);
        for (var i = 0; i < 103; i++) Attempt();

        Assert.Equal((100, 3), (FetchAll().Records.Count, _journal.Outlet.Lost));
    }

    private Guid Attempt()
    {
        var record = SampleCalls.Unanswered(Now);
        _journal.Ended(record);
        _journal.Flush();
        return record.Id;
    }

    private (List<Guid> Records, int InMemory) FetchAll()
    {
        var all = new List<PendingRecord>();
        for (var batch = new List<PendingRecord>(); ; batch.Clear())
        {
            _journal.Outlet.Fetch(batch);
            all.AddRange(batch);
            if (batch.Count == 0) return ([.. all.Select(pending => pending.Record.Id)], all.Count(pending => pending.InMemory));
        }
    }

    private void StoreAll()
    {
        var batch = new List<PendingRecord>();
        _journal.Outlet.Fetch(batch);
        foreach (var pending in batch) _journal.Outlet.Stored(pending.Segment!, 1);
        _backlog.Remove(batch.Count);
        foreach (var spent in _journal.Outlet.TakeSpent(atEnd: false)) spent.Delete();
    }

    private string[] Files() => [.. System.IO.Directory.GetFiles(_folder.Path).Select(file => Path.GetFileName(file)!).Order()];

    private List<CallEntry> Read(string file)
    {
        using var handle = File.OpenHandle(_folder.In(file), share: FileShare.ReadWrite);
        var reader = new CallJournalReader(handle, 8, RandomAccess.GetLength(handle));
        var entries = new List<CallEntry>();
        while (reader.Read(out var entry)) entries.Add(entry);
        return entries;
    }
}

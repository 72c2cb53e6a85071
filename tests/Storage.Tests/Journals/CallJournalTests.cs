using Tandem.Storage.Tests.Records;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Journals;

public sealed class CallJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_ended_call_gets_its_record_with_every_field()
    {
        using var open = new OpenRecords(_folder, _clock);
        var record = SampleCalls.Full(Guid.NewGuid());

        open.Journal.Answered(record);
        open.Journal.Ended(record);
        open.Journal.Flush();
        Assert.True(open.Writer.Flush());

        var stored = Assert.Single(open.All());
        Assert.Equal((1, record.Text()), (stored.Number, stored.Record.Text()));
    }

    [Fact]
    public void Nothing_reaches_the_store_before_its_turn_is_flushed()
    {
        using var open = new OpenRecords(_folder, _clock);

        open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        open.Writer.Flush();

        Assert.Empty(open.All());
    }

    [Fact]
    public void Records_are_written_a_second_after_their_calls_without_anybody_asking()
    {
        using var open = new OpenRecords(_folder, _clock);
        open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        open.Journal.Flush();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(SpinWait.SpinUntil(() => open.Writer.Written == 1, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_call_that_was_up_when_the_switch_ended_is_closed_at_its_last_checkpoint()
    {
        var record = SampleCalls.Answered(_clock.NowMs);
        var quiet = SampleCalls.Answered(_clock.NowMs);
        using (var open = new OpenRecords(_folder, _clock))
        {
            open.Journal.Answered(record);
            open.Journal.Answered(quiet);
            open.Journal.Checkpoint(record, _clock.NowMs + 10_000);
            open.Journal.Checkpoint(record, _clock.NowMs + 20_000);
            open.Journal.Flush();
        }

        using var again = new OpenRecords(_folder, _clock);

        var stored = again.All().ToDictionary(r => r.Record.Id, r => r.Record);
        Assert.Equal(2, stored.Count);
        Assert.All(stored.Values, r => Assert.Equal((CallEndReason.SwitchCrashed, EndSide.Server), (r.EndReason, r.EndSide)));
        Assert.Equal((_clock.NowMs + 20_000, _clock.NowMs), (stored[record.Id].EndedAt, stored[quiet.Id].EndedAt));
        Assert.Empty(again.Files);
    }

    [Fact]
    public void A_call_that_was_closed_once_is_not_closed_again()
    {
        using (var open = new OpenRecords(_folder, _clock))
        {
            open.Journal.Answered(SampleCalls.Answered(_clock.NowMs));
            open.Journal.Flush();
        }
        for (var start = 0; start < 3; start++)
        {
            using var again = new OpenRecords(_folder, _clock);
            Assert.Equal([1L], again.All().Select(r => r.Number));
        }
    }

    [Fact]
    public void What_ended_while_the_store_could_not_be_written_is_there_after_a_crash()
    {
        var records = Enumerable.Range(0, 2500).Select(i => SampleCalls.Answered(_clock.NowMs + i).End(_clock.NowMs + i + 60_000)).ToList();
        using (var open = new OpenRecords(_folder, _clock))
        {
            using (open.Block())
            {
                foreach (var record in records)
                {
                    open.Journal.Answered(record);
                    open.Journal.Ended(record);
                    open.Journal.Flush();
                }
                Assert.False(open.Writer.Flush());
                Copy(open.Files, _folder.Path + ".copy");
            }
        }
        // The store as it was at the crash: nothing of it was written.
        File.Delete(_folder.In("tandem.db"));
        foreach (var file in System.IO.Directory.GetFiles(_folder.Path + ".copy")) File.Move(file, _folder.In($"journal/{Path.GetFileName(file)}"));
        System.IO.Directory.Delete(_folder.Path + ".copy");

        using var again = new OpenRecords(_folder, _clock);

        Assert.Equal(records.Select((r, i) => (i + 1L, r.Text())), again.All().Select(r => (r.Number, r.Record.Text())));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(60)]
    public void A_torn_tail_is_left_out(int torn)
    {
        using (var open = new OpenRecords(_folder, _clock))
        {
            open.Journal.Answered(SampleCalls.Answered(_clock.NowMs));
            open.Journal.Flush();
            var whole = new FileInfo(open.Files[0]).Length;
            open.Journal.Answered(SampleCalls.Answered(_clock.NowMs));
            open.Journal.Flush();
            using var file = new FileStream(open.Files[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(whole + torn);
        }

        using var again = new OpenRecords(_folder, _clock);

        Assert.Single(again.All());
    }

    [Fact]
    public void A_file_of_another_version_is_left_alone_and_named()
    {
        System.IO.Directory.CreateDirectory(_folder.In("journal"));
        File.WriteAllText(_folder.In("tandem.pid"), "1");
        File.WriteAllText(_folder.In("journal/0000000007-000.calls"), "TandemC9 what a later version writes");

        using var open = new OpenRecords(_folder, _clock);

        Assert.Single(open.Files);
        Assert.Contains(open.Log.At(Microsoft.Extensions.Logging.LogLevel.Error), line => line.Contains("0000000007-000.calls"));
    }

    [Fact]
    public void Beyond_the_limit_records_wait_on_the_disk_and_none_is_lost()
    {
        using var open = new OpenRecords(_folder, _clock);
        open.Set(RecordParameters.PendingLimit, "10000");
        open.Writer.Flush();
        using (open.Block())
        {
            for (var i = 0; i < 12_500; i++)
            {
                open.Journal.Ended(SampleCalls.Answered(_clock.NowMs).End(_clock.NowMs + i));
                if (i % 10 == 9) open.Journal.Flush();
            }
            Assert.False(open.Writer.Flush());
            Assert.Equal((12_500, 2500, 0), (open.Records.Pending, open.Records.Spilled, open.Records.Lost));
            Assert.Single(Warnings(open), line => line.Contains("SERVER_MAX_CDR_PENDING_LIST_LENGTH", StringComparison.Ordinal));
        }

        Assert.True(open.Writer.Flush());
        open.Journal.Ended(SampleCalls.Answered(_clock.NowMs).End(_clock.NowMs + 12_500));
        open.Journal.Flush();
        Assert.True(open.Writer.Flush());

        Assert.Equal(Enumerable.Range(0, 12_501).Select(i => (i + 1L, _clock.NowMs + i)), open.All().Select(r => (r.Number, r.Record.EndedAt)));
        Assert.Equal((0, 2500), (open.Records.Pending, open.Records.Spilled));
        Assert.Single(Warnings(open), line => line.Contains("No call records wait on the disk", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Warnings(OpenRecords open) => open.Log.At(Microsoft.Extensions.Logging.LogLevel.Warning);

    [Fact]
    public void A_clean_stop_with_no_call_up_leaves_no_file()
    {
        using (var open = new OpenRecords(_folder, _clock))
        {
            var record = SampleCalls.Answered(_clock.NowMs);
            open.Journal.Answered(record);
            open.Journal.Ended(record.End(_clock.NowMs));
            open.Journal.Flush();
        }

        Assert.Empty(System.IO.Directory.GetFiles(_folder.In("journal")));
        using var again = new OpenRecords(_folder, _clock);
        Assert.Single(again.All());
    }

    private static void Copy(string[] files, string folder)
    {
        System.IO.Directory.CreateDirectory(folder);
        foreach (var file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }
}

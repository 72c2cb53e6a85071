using Microsoft.Extensions.Logging;
using Tandem.Storage.Records;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Records;

public sealed class RecordFollowerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private OpenRecords _open;
    private RecordFollower _files = null!;

    public RecordFollowerTests() => _open = Open("60");

    private string Cdr => _folder.In("cdr");

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_record_is_one_line_of_fields_in_an_order_that_never_changes()
    {
        var record = SampleCalls.Full(new Guid("01934b6e-7a5f-7c3d-8b21-5d8f0a1b2c3d"));
        record.EndRule = "a|b\nc";
        _open.Journal.Ended(record);
        Write(0);

        Assert.Equal(
            "44201|441234|2026-01-01T12:00:00.123Z|2026-01-01T12:01:05.999Z|61|2|1|customer|carrier|192.0.2.7:5060|[2001:db8::1]:5080|0044201|00441234|"
            + "+44201|+441234|acme|-1|1|1|01934b6e-7a5f-7c3d-8b21-5d8f0a1b2c3d|2026-01-01T12:00:01.456Z|2026-01-01T12:00:05.789Z|callee_hung_up|200|a b c|3|"
            + "PCMU|G729|a@192.0.2.7|b@tandem|Q.850;cause=16|1333|1234|5|0\n",
            File.ReadAllText(Files().Single()));
    }

    [Fact]
    public void Each_interval_with_calls_has_its_file_and_the_oldest_are_deleted()
    {
        _open.Set(RecordParameters.FileMost, "10");
        for (var minute = 0; minute < 13; minute++)
        {
            Write(2);
            _clock.Advance(TimeSpan.FromMinutes(minute == 5 ? 3 : 1));
        }

        Assert.Equal(10, Files().Length);
        Assert.EndsWith("20260101120300.txt", Files()[0]);
        Assert.Equal(Enumerable.Range(7, 20).Select(i => (long)i), Numbers());
    }

    [Fact]
    public void A_restart_goes_on_in_the_same_file_without_repeating_or_leaving_out_a_line()
    {
        Write(3);
        Reopen("60");
        Write(2);

        Assert.Equal([1, 2, 3, 4, 5], Numbers());
        Assert.Single(Files());
    }

    [Fact]
    public void What_a_crash_has_put_into_the_file_and_not_into_the_store_is_not_written_twice()
    {
        Write(3);
        var content = File.ReadAllText(Files()[0]);
        _open.Store.Database.Write(connection => RecordPositions.Keep(connection, "files", 1));
        _open.Dispose();
        File.WriteAllText(Files()[0], content + content.Split('\n')[0][..20]);
        _open = Open("60");
        Write(1);

        Assert.Equal([1, 2, 3, 4], Numbers());
    }

    [Fact]
    public void What_the_store_has_and_the_file_lacks_is_written_after_a_restart()
    {
        Write(2);
        _files.Dispose();
        for (var i = 0; i < 1500; i++) _open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        Reopen("60");

        Assert.Equal(Enumerable.Range(1, 1502).Select(i => (long)i), Numbers());
    }

    [Fact]
    public void Switched_on_later_files_begin_with_the_calls_from_then_on()
    {
        Reopen("None");
        Write(3);
        Assert.Empty(Files());

        _open.Set(RecordParameters.FileInterval, "60");
        Write(0);
        Write(1);

        Assert.Equal([4], Numbers());
    }

    [Fact]
    public void Files_of_an_hour_have_its_name_and_go_on_where_those_of_an_interval_end()
    {
        Write(1);
        _open.Set(RecordParameters.FileInterval, "None");
        _open.Set(RecordParameters.ToFile, "On");
        Write(1);
        _clock.Advance(TimeSpan.FromMinutes(60));
        Write(2);
        Reopen("None", hourly: true);
        Write(1);
        _open.Set(RecordParameters.ToFile, "Off");
        Write(1);

        Assert.Equal(["20260101120000.txt", "2026010113.txt"], Files().Select(Path.GetFileName));
        Assert.Equal([1, 2, 3, 4, 5], Numbers());
    }

    [Fact]
    public void Unanswered_calls_stay_out_of_the_files_where_the_operator_wants_so()
    {
        _open.Set(RecordParameters.NonConnectToFile, "Off");
        Write(2);
        Assert.Empty(Files());
        _open.Journal.Ended(SampleCalls.Answered(_clock.NowMs).End(_clock.NowMs));
        Write(2);
        Reopen("60", unanswered: false);
        Write(1);
        _open.Journal.Ended(SampleCalls.Answered(_clock.NowMs).End(_clock.NowMs));
        Write(0);

        Assert.Equal([3, 7], Numbers());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named_once_and_tried_again()
    {
        if (System.IO.Directory.Exists(Cdr)) System.IO.Directory.Delete(Cdr);
        File.WriteAllText(Cdr, "in the way");
        _open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        _open.Journal.Flush();
        _open.Writer.Flush();
        Assert.False(_files.Flush());
        Assert.False(_files.Flush());
        Assert.Single(_open.Log.At(LogLevel.Error), line => line.Contains("files"));

        File.Delete(Cdr);
        Assert.True(_files.Flush(), string.Join(" ", Logged));

        Assert.Equal([1], Numbers());
    }

    [Theory]
    [InlineData("None", "None")]
    [InlineData("-", "None")]
    [InlineData("60", "60")]
    [InlineData("86400", "86400")]
    [InlineData("59", null)]
    [InlineData("86401", null)]
    public void The_interval_is_a_minute_to_a_day_or_none(string text, string? canonical)
    {
        Assert.Equal(canonical is not null, ParameterSet.Defaults.TryWith(RecordParameters.FileInterval, text, out var set, out _));
        if (canonical is not null) Assert.Equal(canonical, set.Text(RecordParameters.FileInterval));
    }

    private void Reopen(string interval, bool hourly = false, bool unanswered = true)
    {
        _open.Dispose();
        _open = Open(interval, hourly, unanswered);
    }

    private OpenRecords Open(string interval, bool hourly = false, bool unanswered = true)
    {
        var open = new OpenRecords(_folder, _clock);
        open.Set(RecordParameters.FileInterval, interval);
        open.Set(RecordParameters.ToFile, hourly ? "On" : "Off");
        open.Set(RecordParameters.NonConnectToFile, unanswered ? "On" : "Off");
        _files = open.Store.StartRecordFiles(Cdr, open.Parameters);
        Assert.True(_files.Flush(), string.Join(" ", open.Log.At(LogLevel.Error)));
        return open;
    }

    private void Write(int calls)
    {
        for (var i = 0; i < calls; i++) _open.Journal.Ended(SampleCalls.Unanswered(_clock.NowMs));
        _open.Journal.Flush();
        Assert.True(_open.Writer.Flush());
        Assert.True(_files.Flush(), string.Join(" ", Logged));
    }

    private IReadOnlyList<string> Logged => _open?.Log.At(LogLevel.Error) ?? [];

    private string[] Files() => !System.IO.Directory.Exists(Cdr) ? [] : [.. System.IO.Directory.GetFiles(Cdr).Order(StringComparer.Ordinal)];

    private IEnumerable<long> Numbers() => Files().SelectMany(File.ReadAllLines).Select(CallRecordLine.NumberOf);
}

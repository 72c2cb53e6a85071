using System.Diagnostics;
using System.Globalization;
using Dapper;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Storage.Tests.Records;

/// <summary>What a million records cost; run by name, because a busy machine would make the figures mean nothing.</summary>
public sealed class MillionRecordsTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 1_000_000;
    private const long Day = 86_400_000;

    private readonly TemporaryFolder _folder = new();
    private readonly long _begin = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    public void A_record_costs_microseconds_and_a_question_milliseconds_with_a_million_records_of_ten_days()
    {
        using var open = new OpenRecords(_folder, TimeProvider.System);
        // They come faster here than any flood.
        open.Set(RecordParameters.ZeroHoldTimeAuto, "Off");
        var random = new Random(3);
        var (journal, store) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var i = 0; i < Count;)
        {
            var batch = Enumerable.Range(0, 1000).Select(_ => Draw(random, i++)).ToList();
            journal += Measured(() =>
            {
                foreach (var record in batch)
                {
                    if (record.AnsweredAt != 0) open.Journal.Answered(record);
                    open.Journal.Ended(record);
                    // Some calls a turn, as under load.
                    if (random.Next(4) == 0) open.Journal.Flush();
                }
                open.Journal.Flush();
            });
            store += Measured(() => Assert.True(open.Writer.Flush()));
            if (i is 100_000 or Count) output.WriteLine($"{i}: journal {PerRecord(journal, i)} us, store {PerRecord(store, i)} us of processor time a record");
        }

        var questions = open.Store.CallRecords;
        Time("latest page", () => questions.List(Filter(), null, 100));
        Time("page in the middle", () => questions.List(Filter(), new RecordPlace(_begin + 5 * Day, 500_000), 100));
        Time("rare number, 10 days", () => questions.List(Filter() with { Callee = NumberPattern.Parse("4477123456") }, null, 100));
        Time("number's beginning, half of all", () => questions.List(Filter() with { Callee = NumberPattern.Parse("44*") }, null, 100));
        Time("number's beginning, few", () => questions.List(Filter() with { Callee = NumberPattern.Parse("44771234*") }, null, 100));
        Time("account, a page", () => questions.List(Filter() with { Account = "account-7" }, null, 100));
        Time("answered of a gateway longer than a minute", () => questions.List(Filter() with { Exit = "carrier-3", Answered = true, HoldAtLeast = 60_000 }, null, 100));
        Time("totals of a day", () => questions.Totals(Filter() with { From = _begin + 3 * Day, To = _begin + 4 * Day }));
        Time("totals of a day, account", () => questions.Totals(Filter() with { From = _begin + 3 * Day, To = _begin + 4 * Day, Account = "account-7" }));
        Time("totals of all 10 days", () => questions.Totals(Filter()));
        Time("totals of a number's beginning", () => questions.Totals(Filter() with { Callee = NumberPattern.Parse("4477*") }));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(_folder.In("tandem.db")).Length / (double)Count:0} bytes a record"));
        Assert.Equal(Count, questions.Totals(Filter()).Calls);
    }

    private CallRecordFilter Filter() => new() { From = _begin, To = _begin + 10 * Day };

    private void Time<T>(string what, Func<T> question)
    {
        question();
        var began = Stopwatch.GetTimestamp();
        question();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0.0} ms"));
    }

    private static TimeSpan Measured(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    private static string PerRecord(TimeSpan time, int records) => (time.TotalMicroseconds / records).ToString("0.0", CultureInfo.InvariantCulture);

    private CallRecord Draw(Random random, int i)
    {
        var startedAt = _begin + (long)i * 10 * Day / Count;
        var answered = random.Next(100) < 45;
        var numbers = new CallNumbers($"49{random.NextInt64(1_000_000_000, 9_999_999_999)}", $"{(random.Next(2) == 0 ? "4477" : "33")}{random.Next(100_000, 999_999)}");
        var record = new CallRecord
        {
            Id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(startedAt)), StartedAt = startedAt, AlertedAt = startedAt + 2000,
            AnsweredAt = answered ? startedAt + 8000 : 0, Received = numbers, Billed = numbers, Sent = numbers,
            Caller = new CallParty(PartyKind.MappingGateway, $"customer-{random.Next(100)}", IpEndpoint.FromV4(0xC0000207, 5060), IpEndpoint.FromV4(0xC0000207, 40_000), "PCMA", "Gateway/4.2", $"{Guid.NewGuid()}@192.0.2.7"),
            Callee = new CallParty(PartyKind.RoutingGateway, $"carrier-{random.Next(10)}", IpEndpoint.FromV4(0xCB007109, 5060), IpEndpoint.FromV4(0xCB007109, 50_000), "PCMA", "Carrier", $"{Guid.NewGuid():n}"),
            Account = $"account-{random.Next(50)}", Relayed = true, Attempts = 1, SipReason = "Q.850;cause=16",
            Route = """{"entry":"customer","rule":"longest prefix","steps":[{"gateway":"carrier-3","prefix":"44","code":200}]}""",
            FromCaller = answered ? new MediaQuality(3000, 1, 2000, 420, 40_000, 0, false) : default, FromCallee = answered ? new MediaQuality(3000, 1, 2000, 420, 40_000, 0, false) : default,
        };
        return record.End(startedAt + 8000 + random.Next(0, 180_000), answered ? CallEndReason.CallerHungUp : CallEndReason.Busy);
    }
}

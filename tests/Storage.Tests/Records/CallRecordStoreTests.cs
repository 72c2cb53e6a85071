using Dapper;
using Tandem.Storage.Records;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Records;

/// <summary>Questions about stored records, each answered as the same records in a plain list answer it.</summary>
public sealed class CallRecordStoreTests : IClassFixture<CallRecordStoreTests.Stored>
{
    private const long Day = 86_400_000;

    private readonly Stored _stored;

    public CallRecordStoreTests(Stored stored) => _stored = stored;

    public static TheoryData<string> Questions =>
    [
        "all", "span", "caller 44", "caller 4420*", "callee 1002", "callee 1*", "callee 1* caller 44*", "account acme", "entry customer", "exit carrier-2",
        "busy", "answered", "unanswered", "least 30", "most 10", "least 5 most 60 callee 1*", "account acme answered exit carrier-1", "caller nobody", "callee *",
    ];

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_list_has_what_was_asked_for_in_pages_that_hold_every_record_once(string question)
    {
        var filter = Filter(question);
        var expected = _stored.Memory.List(filter, null, int.MaxValue).Select(r => r.Number);

        Assert.Equal(expected, Pages(filter, 7));
        Assert.Equal(expected, Pages(filter, 10_000));
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Totals_are_those_of_the_list(string question) =>
        Assert.Equal(_stored.Memory.Totals(Filter(question)), _stored.Store.Totals(Filter(question)));

    [Fact]
    public void A_record_is_found_by_its_number_as_it_was_written()
    {
        for (var number = 1; number <= 50; number++)
        {
            var expected = _stored.Memory.Find(number)!.Value.Record;
            var found = _stored.Store.Find(number)!.Value.Record;
            expected.Billed = new CallNumbers(RecordRules.BilledCaller(expected), RecordRules.BilledCallee(expected));
            Assert.Equal((expected.Id, expected.Billed, expected.EndReason), (found.Id, found.Billed, found.EndReason));
        }
        Assert.Null(_stored.Store.Find(0));
        Assert.Null(_stored.Store.Find(9999));
    }

    [Fact]
    public void Records_behind_a_number_come_in_the_order_of_writing() =>
        Assert.Equal(Enumerable.Range(11, 5).Select(i => (long)i), _stored.Store.ListBehind(10, 5).Select(r => r.Number));

    [Theory]
    [InlineData("caller 44", "call_record_caller (span=? AND caller=?)")]
    [InlineData("caller 44*", "call_record_caller (span=? AND caller>? AND caller<?)")]
    [InlineData("callee 1*", "call_record_callee (span=? AND callee>? AND callee<?)")]
    [InlineData("callee 1002 caller 4*", "call_record_callee (span=? AND callee=?)")]
    [InlineData("all", "call_record_time (started_at>? AND started_at<?)")]
    [InlineData("account acme exit carrier-1", "call_record_time (started_at>? AND started_at<?)")]
    public void A_question_uses_the_index_made_for_it(string question, string index)
    {
        var condition = new CallRecordCondition(Filter(question));
        var plan = _stored.Open.Store.Database.Read(connection => connection.Query(
            $"EXPLAIN QUERY PLAN SELECT {CallRecordRows.Columns} FROM call_record WHERE {condition.Sql}{condition.Behind} ORDER BY started_at DESC, number DESC LIMIT @limit",
            condition.Values(20454, new RecordPlace(5, 5), 100)).Select(row => (string)row.detail).ToList());

        Assert.Contains(plan, step => step.Contains(index));
    }

    [Fact]
    public void Totals_without_numbers_do_not_touch_the_rows()
    {
        var condition = new CallRecordCondition(Filter("account acme answered busy"));
        var plan = _stored.Open.Store.Database.Read(connection => connection.Query(
            $"EXPLAIN QUERY PLAN SELECT COUNT(*), SUM(ended_at - answered_at) FROM call_record WHERE {condition.Sql}", condition.Values()).Select(row => (string)row.detail).ToList());

        Assert.Contains(plan, step => step.Contains("COVERING INDEX call_record_time"));
    }

    private List<long> Pages(CallRecordFilter filter, int limit)
    {
        var numbers = new List<long>();
        for (RecordPlace? place = null; ;)
        {
            var page = _stored.Store.List(filter, place, limit);
            numbers.AddRange(page.Select(r => r.Number));
            if (page.Count < limit) return numbers;
            place = new RecordPlace(page[^1].Record.StartedAt, page[^1].Number);
        }
    }

    private CallRecordFilter Filter(string question)
    {
        var words = question.Split(' ');
        string? Behind(string word) => Array.IndexOf(words, word) is var at and >= 0 ? words[at + 1] : null;
        var from = _stored.Noon - 5 * Day;
        return new CallRecordFilter
        {
            From = question == "span" ? from + Day + 1000 : from, To = question == "span" ? from + 3 * Day : from + 10 * Day,
            Caller = Behind("caller") is { } caller ? NumberPattern.Parse(caller) : null,
            Callee = Behind("callee") is { } callee ? NumberPattern.Parse(callee) : null,
            Account = Behind("account"), Entry = Behind("entry"), Exit = Behind("exit"),
            EndReason = words.Contains("busy") ? CallEndReason.Busy : null,
            Answered = words.Contains("answered") ? true : words.Contains("unanswered") ? false : null,
            HoldAtLeast = Behind("least") is { } least ? long.Parse(least) * 1000 : null,
            HoldAtMost = Behind("most") is { } most ? long.Parse(most) * 1000 : null,
        };
    }

    /// <summary>The same random records in a store and in a list.</summary>
    public sealed class Stored : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Stored()
        {
            var clock = new FakeClock();
            Noon = clock.NowMs;
            Open = new OpenRecords(_folder, clock);
            var random = new Random(11);
            for (var i = 0; i < 1200; i++)
            {
                var record = Draw(random, Noon);
                Memory.Add(record);
                Open.Journal.Ended(record);
            }
            Open.Journal.Flush();
            Assert.True(Open.Writer.Flush());
        }

        internal OpenRecords Open { get; }
        public MemoryCallRecordStore Memory { get; } = new();
        public ICallRecordStore Store => Open.Store.CallRecords;
        public long Noon { get; }

        public void Dispose()
        {
            Open.Dispose();
            _folder.Dispose();
        }

        // Many calls share a time, so that pages end among them.
        private static CallRecord Draw(Random random, long noon)
        {
            var startedAt = noon - random.Next(0, 5 * 24 * 60) * 60_000L;
            string[] callers = ["44", "441", "4420", "44201", "1001"], callees = ["1002", "10021", "1", "2", "+1"], entries = ["customer", "1001"], exits = ["carrier-1", "carrier-2"];
            var record = new CallRecord { Id = Guid.NewGuid(), StartedAt = startedAt, Account = random.Next(3) == 0 ? "acme" : "" };
            record.Received = new CallNumbers(callers[random.Next(callers.Length)], callees[random.Next(callees.Length)]);
            if (random.Next(2) == 0) record.Billed = record.Received with { Caller = "44" };
            record.Caller = new CallParty(PartyKind.MappingGateway, entries[random.Next(2)], default, default, "", "", "");
            record.Callee = new CallParty(PartyKind.RoutingGateway, exits[random.Next(2)], default, default, "", "", "");
            if (random.Next(2) == 0) record.AnsweredAt = startedAt + 5000;
            return record.End(startedAt + 5000 + random.Next(0, 90_000), random.Next(2) == 0 ? CallEndReason.Busy : CallEndReason.CallerHungUp);
        }
    }
}

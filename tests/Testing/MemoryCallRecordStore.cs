using Tandem.Switching.Records;

namespace Tandem.Testing;

/// <summary>Call records in a list, asked in the plainest way: what a store's answers are compared with.</summary>
public sealed class MemoryCallRecordStore : ICallRecordStore
{
    private readonly List<NumberedRecord> _records = [];

    /// <summary>The summaries to be listed.</summary>
    public List<CallSummary> AllSummaries { get; } = [];

    /// <summary>Keeps a record under the next number.</summary>
    public void Add(CallRecord record) => _records.Add(new NumberedRecord(_records.Count + 1, record));

    /// <inheritdoc/>
    public IReadOnlyList<NumberedRecord> List(CallRecordFilter filter, RecordPlace? after, int limit) =>
        [.. _records.Where(r => Matches(r.Record, filter)).OrderByDescending(r => r.Record.StartedAt).ThenByDescending(r => r.Number)
            .SkipWhile(r => after is { } place && (r.Record.StartedAt, r.Number).CompareTo((place.StartedAt, place.Number)) >= 0).Take(limit)];

    /// <inheritdoc/>
    public IReadOnlyList<NumberedRecord> ListBehind(long number, int limit) => [.. _records.Where(r => r.Number > number).Take(limit)];

    /// <inheritdoc/>
    public CallRecordTotals Totals(CallRecordFilter filter) => _records.Where(r => Matches(r.Record, filter)).Aggregate(
        default(CallRecordTotals), (sum, r) => sum + new CallRecordTotals(1, r.Record.AnsweredAt != 0 ? 1 : 0, RecordRules.HoldTime(r.Record)));

    /// <inheritdoc/>
    public NumberedRecord? Find(long number) => number >= 1 && number <= _records.Count ? _records[(int)number - 1] : null;

    /// <inheritdoc/>
    public IReadOnlyList<CallSummary> Summaries(long from, long to, CallSummary? after, int limit) =>
        [.. AllSummaries.Where(s => s.Minute >= from && s.Minute < to).OrderByDescending(s => s.Minute).SkipWhile(s => after is not null && s.Minute >= after.Minute).Take(limit)];

    private static bool Matches(CallRecord record, CallRecordFilter filter) =>
        record.StartedAt >= filter.From && record.StartedAt < filter.To
        && (filter.Caller is not { } caller || caller.Matches(RecordRules.BilledCaller(record)))
        && (filter.Callee is not { } callee || callee.Matches(RecordRules.BilledCallee(record)))
        && (filter.Account is null || filter.Account == record.Account)
        && (filter.Entry is null || filter.Entry == record.Caller.Name)
        && (filter.Exit is null || filter.Exit == record.Callee.Name)
        && (filter.EndReason is null || filter.EndReason == record.EndReason)
        && (filter.Answered is null || filter.Answered == (record.AnsweredAt != 0))
        && (filter.HoldAtLeast is null || RecordRules.HoldTime(record) >= filter.HoldAtLeast)
        && (filter.HoldAtMost is null || RecordRules.HoldTime(record) <= filter.HoldAtMost);
}

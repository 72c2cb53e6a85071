namespace Tandem.Switching.Records;

/// <summary>The call records that are stored; at most a second behind the calls.</summary>
public interface ICallRecordStore
{
    /// <summary>The latest calls first, at most <paramref name="limit"/>.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<NumberedRecord> List(CallRecordFilter filter, RecordPlace? after, int limit);

    /// <summary>The records behind a number in the order of writing, at most <paramref name="limit"/>.</summary>
    IReadOnlyList<NumberedRecord> ListBehind(long number, int limit);

    /// <summary>What the records that are meant come to.</summary>
    CallRecordTotals Totals(CallRecordFilter filter);

    /// <summary>The record of a number; null when there is none.</summary>
    NumberedRecord? Find(long number);

    /// <summary>The summaries of unanswered calls, the latest minute first.</summary>
    /// <param name="from">From this minute since the Unix epoch on.</param>
    /// <param name="to">Before this minute.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    IReadOnlyList<CallSummary> Summaries(long from, long to, CallSummary? after, int limit);
}

/// <summary>The place of a record in a list.</summary>
/// <param name="StartedAt">When the INVITE came.</param>
/// <param name="Number">Its number.</param>
public readonly record struct RecordPlace(long StartedAt, long Number);

/// <summary>What records come to.</summary>
/// <param name="Calls">How many there are.</param>
/// <param name="Answered">How many were answered.</param>
/// <param name="HoldMilliseconds">How long they could talk together.</param>
public readonly record struct CallRecordTotals(long Calls, long Answered, long HoldMilliseconds)
{
    /// <summary>The share of answered calls in percent (answer-seizure ratio); 0 when there are no calls.</summary>
    public double AnswerSeizureRatio => Calls == 0 ? 0 : 100.0 * Answered / Calls;

    /// <summary>The average duration of answered calls in seconds (ACD); 0 when there are none.</summary>
    public double AverageSeconds => Answered == 0 ? 0 : HoldMilliseconds / 1000.0 / Answered;

    /// <summary>Both together.</summary>
    public static CallRecordTotals operator +(CallRecordTotals left, CallRecordTotals right) =>
        new(left.Calls + right.Calls, left.Answered + right.Answered, left.HoldMilliseconds + right.HoldMilliseconds);
}

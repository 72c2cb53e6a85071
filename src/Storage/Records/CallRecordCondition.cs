using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>
/// A filter as SQL. Without numbers it walks the index over time; with a number it goes from span to span and looks into that
/// span's part of the number's index, so that a rare number is found at once and a frequent one is sorted a span at a time.
/// </summary>
internal sealed class CallRecordCondition
{
    private readonly CallRecordFilter _filter;
    private readonly string _startedAt;

    public CallRecordCondition(CallRecordFilter filter)
    {
        _filter = filter;
        BySpan = filter.Caller is not null || filter.Callee is not null;
        // The sign takes the column out of the choice of an index where the span's is the right one.
        _startedAt = BySpan ? "+started_at" : "started_at";
        Sql = string.Join(" AND ", Terms());
    }

    /// <summary>Whether it is to be asked span by span, with @span.</summary>
    public bool BySpan { get; }

    /// <summary>The condition.</summary>
    public string Sql { get; }

    /// <summary>What is added to begin behind a place. The engine walks an index from one bound only, so the place takes the end's.</summary>
    public string Behind => $" AND ({_startedAt} < @afterAt OR number < @afterNumber)";

    /// <summary>The values in it.</summary>
    /// <param name="span">The span, as in <see cref="CallRecordRows.SpanOf"/>.</param>
    /// <param name="after">The place to begin behind.</param>
    /// <param name="limit">How many rows at most.</param>
    public object Values(long span = 0, RecordPlace? after = null, int limit = 0) => new
    {
        span, limit, afterAt = after?.StartedAt, afterNumber = after?.Number,
        _filter.From, To = after is { } place ? Math.Min(_filter.To, place.StartedAt + 1) : _filter.To, _filter.Account, _filter.Entry, _filter.Exit, reason = (int?)_filter.EndReason,
        least = _filter.HoldAtLeast, most = _filter.HoldAtMost,
        caller = _filter.Caller?.Digits, callerEnd = EndOf(_filter.Caller), callee = _filter.Callee?.Digits, calleeEnd = EndOf(_filter.Callee),
    };

    private IEnumerable<string> Terms()
    {
        yield return $"{_startedAt} >= @From AND {_startedAt} < @To";
        if (BySpan) yield return "span = @span";
        if (_filter.Caller is { } caller) yield return Number("caller", caller, _filter.Callee);
        if (_filter.Callee is { } callee) yield return Number("callee", callee, _filter.Caller);
        if (_filter.Account is not null) yield return "account = @Account";
        if (_filter.Entry is not null) yield return "caller_name = @Entry";
        if (_filter.Exit is not null) yield return "callee_name = @Exit";
        if (_filter.EndReason is not null) yield return "end_reason = @reason";
        if (_filter.Answered is { } answered) yield return answered ? "answered_at IS NOT NULL" : "answered_at IS NULL";
        if (_filter.HoldAtLeast is > 0) yield return "answered_at IS NOT NULL AND ended_at - answered_at >= @least";
        if (_filter.HoldAtMost is not null) yield return "(answered_at IS NULL OR ended_at - answered_at <= @most)";
    }

    // Of a whole number and a beginning the whole number's index finds less; the empty text takes the other one's out of the choice.
    private static string Number(string column, NumberPattern pattern, NumberPattern? other)
    {
        if (!pattern.IsPrefix) return $"{column} = @{column}";
        var compared = other is { IsPrefix: false } ? $"({column} || '')" : column;
        return $"{compared} >= @{column} AND {compared} < @{column}End";
    }

    // The first text behind all that begin so, in the order of the index. Characters near the end of the plane have no
    // next one that sorts so; no number has them.
    private static string? EndOf(NumberPattern? pattern) => pattern is { Digits.Length: > 0 } given
        ? given.Digits[..^1] + (char)(given.Digits[^1] + 1)
        : "\uFFFF";
}

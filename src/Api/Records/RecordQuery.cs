using System.ComponentModel;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>Which call records are meant; all filters together.</summary>
public readonly record struct RecordQuery
{
    private const long DayMilliseconds = 86_400_000;

    /// <summary>From when.</summary>
    [Description("Calls that began then or later (ISO 8601); left out: as long before \"to\" as a query may cover.")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    [Description("Calls that began before then (ISO 8601); left out: until now.")]
    public DateTimeOffset? To { get; init; }

    /// <summary>The caller's number.</summary>
    [Description("The caller's number as billed; with a * at its end how it begins.")]
    public string? Caller { get; init; }

    /// <summary>The called number.</summary>
    [Description("The called number as billed; with a * at its end how it begins.")]
    public string? Callee { get; init; }

    /// <summary>The account.</summary>
    [Description("The account's name, whole.")]
    public string? Account { get; init; }

    /// <summary>Where the call came in.</summary>
    [Description("The phone or gateway where the call came in, whole.")]
    public string? Entry { get; init; }

    /// <summary>Where the call went.</summary>
    [Description("The phone or gateway where the call went, whole.")]
    public string? Exit { get; init; }

    /// <summary>Why it ended.</summary>
    [Description("The word of the end reason, such as caller_hung_up, busy or no_route.")]
    public string? EndReason { get; init; }

    /// <summary>Whether it was answered.</summary>
    [Description("true: answered calls; false: the others.")]
    public bool? Answered { get; init; }

    /// <summary>The shortest hold time.</summary>
    [Description("The shortest hold time in seconds.")]
    public int? MinSeconds { get; init; }

    /// <summary>The longest hold time.</summary>
    [Description("The longest hold time in seconds; an unanswered call has 0.")]
    public int? MaxSeconds { get; init; }

    /// <summary>Reads the filters; what is wrong is added to the problems.</summary>
    internal CallRecordFilter Read(SwitchParts parts, List<Problem> problems)
    {
        var (from, to) = Span(parts, problems);
        CallEndReason? reason = null;
        if (!string.IsNullOrEmpty(EndReason))
        {
            reason = RecordWords.ReasonOf(EndReason);
            if (reason is null) problems.Add(new Problem("endReason", $"'{EndReason}' is no end reason; such are {string.Join(", ", RecordWords.Reasons)}."));
        }
        if (MinSeconds < 0) problems.Add(new Problem("minSeconds", $"{MinSeconds} is not a whole number from 0 on."));
        if (MaxSeconds < (MinSeconds ?? 0)) problems.Add(new Problem("maxSeconds", $"{MaxSeconds} is below {MinSeconds ?? 0}."));
        return new CallRecordFilter
        {
            From = from, To = to, Caller = Number(Caller), Callee = Number(Callee), Account = Blank(Account), Entry = Blank(Entry), Exit = Blank(Exit),
            EndReason = reason, Answered = Answered, HoldAtLeast = MinSeconds * 1000L, HoldAtMost = MaxSeconds * 1000L,
        };
    }

    private (long From, long To) Span(SwitchParts parts, List<Problem> problems)
    {
        var days = parts.Parameters.Set.Get(RecordParameters.QueryDays);
        var longest = days * DayMilliseconds;
        // A call that began this very millisecond belongs to "until now".
        var to = To?.ToUnixTimeMilliseconds() ?? parts.Now + 1;
        var start = From?.ToUnixTimeMilliseconds() ?? to - longest;
        if (start > to) problems.Add(new Problem("from", "This is after \"to\"."));
        else if (to - start > longest + 1) problems.Add(new Problem("from", $"A query may cover {days} days at most (SERVER_QUERY_CDR_MAX_DAY_INTERVAL)."));
        return (start, to);
    }

    private static NumberPattern? Number(string? text) => string.IsNullOrEmpty(text) ? null : NumberPattern.Parse(text);

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

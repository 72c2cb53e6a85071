using System.ComponentModel;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>What call records come to.</summary>
/// <param name="Calls">How many.</param>
/// <param name="Answered">How many were answered.</param>
/// <param name="HoldSeconds">How long they could talk.</param>
/// <param name="Asr">The answer-seizure ratio.</param>
/// <param name="Acd">The average call duration.</param>
public sealed record RecordTotalsView(
    [property: Description("How many calls.")] long Calls,
    [property: Description("How many were answered.")] long Answered,
    [property: Description("The seconds that they could talk, together.")] decimal HoldSeconds,
    [property: Description("The answer-seizure ratio in percent: answered of all.")] double Asr,
    [property: Description("The average call duration in seconds: of the answered ones.")] double Acd)
{
    internal static RecordTotalsView Of(CallRecordTotals totals) => new(
        totals.Calls, totals.Answered, totals.HoldMilliseconds / 1000m, Math.Round(totals.AnswerSeizureRatio, 2), Math.Round(totals.AverageSeconds, 2));
}

/// <summary>A summary of unanswered calls as the API shows it.</summary>
/// <param name="Minute">The minute.</param>
/// <param name="Source">Where they came from.</param>
/// <param name="EndReason">Why they ended.</param>
/// <param name="Calls">How many.</param>
/// <param name="FirstAt">The first.</param>
/// <param name="LastAt">The last.</param>
/// <param name="Numbers">The numbers seen.</param>
public sealed record CallSummaryView(
    [property: Description("The beginning of the minute.")] DateTimeOffset Minute,
    [property: Description("The address they came from; empty = further ones of a minute that had too many.")] string Source,
    [property: Description("Why they ended.")] string EndReason,
    [property: Description("How many calls.")] long Calls,
    [property: Description("When the first of them ended.")] DateTimeOffset FirstAt,
    [property: Description("When the last of them ended.")] DateTimeOffset LastAt,
    [property: Description("The first of the called numbers that were seen.")] IReadOnlyList<string> Numbers)
{
    internal static CallSummaryView Of(CallSummary summary) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(summary.Minute * 60_000), summary.Source == default ? "" : summary.Source.AddressText,
        RecordWords.Word(summary.Reason), summary.Calls,
        DateTimeOffset.FromUnixTimeMilliseconds(summary.FirstAt), DateTimeOffset.FromUnixTimeMilliseconds(summary.LastAt),
        summary.Numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}

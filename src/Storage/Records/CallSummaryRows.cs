using Tandem.Sip.Flows;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>How a summary of unanswered calls stands in its table.</summary>
internal static class CallSummaryRows
{
    /// <summary>The source that stands for all further ones of a minute.</summary>
    private const string Others = "others";

    /// <summary>Adds to what is there of the same minute, source and cause; the numbers seen end with some hundred characters.</summary>
    public const string Add = """
        INSERT INTO call_summary (minute, source, end_reason, calls, first_at, last_at, numbers)
        VALUES (@minute, @source, @end_reason, @calls, @first_at, @last_at, @numbers)
        ON CONFLICT (minute, source, end_reason) DO UPDATE SET
            calls = call_summary.calls + excluded.calls,
            last_at = CASE WHEN excluded.last_at > call_summary.last_at THEN excluded.last_at ELSE call_summary.last_at END,
            numbers = CASE WHEN excluded.numbers = '' OR LENGTH(call_summary.numbers) > 200 THEN call_summary.numbers
                ELSE call_summary.numbers || ' ' || excluded.numbers END
        """;

    /// <summary>Runs <see cref="Add"/>.</summary>
    public static void Write(PreparedStatement add, CallSummary summary) => add
        .Integer(summary.Minute)
        .Text(SourceText(summary))
        .Integer((int)summary.Reason)
        .Integer(summary.Calls)
        .Integer(summary.FirstAt)
        .Integer(summary.LastAt)
        .Text(summary.Numbers)
        .Execute();

    /// <summary>The source as it stands in the table.</summary>
    public static string SourceText(CallSummary summary) => summary.Source == default ? Others : summary.Source.AddressText;

    /// <summary>The source that a text of <see cref="SourceText"/> means.</summary>
    public static IpEndpoint SourceOf(string text) =>
        IpEndpoint.TryParseHost(System.Text.Encoding.ASCII.GetBytes(text), 0, out var source) ? source : default;
}

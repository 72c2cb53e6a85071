using System.ComponentModel;
using System.Globalization;
using System.Text;
using Tandem.Api.Answers;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>A span of time; any end may be open.</summary>
public readonly record struct RecordSpan
{
    /// <summary>From when.</summary>
    [Description("From this minute on (ISO 8601).")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    [Description("Before this minute (ISO 8601).")]
    public DateTimeOffset? To { get; init; }

    internal long FirstMinute => (From?.ToUnixTimeMilliseconds() ?? 0) / 60_000;

    internal long EndMinute(long now) => To is { } to ? to.ToUnixTimeMilliseconds() / 60_000 : now / 60_000 + 1;
}

/// <summary>The place of a summary in its list.</summary>
internal static class SummaryCursor
{
    /// <summary>The place of one.</summary>
    public static Cursor Of(CallSummary summary) => new(
        summary.Minute, $"{(int)summary.Reason} {(summary.Source == default ? "" : summary.Source.AddressText)}");

    /// <summary>Reads what <see cref="Of"/> wrote.</summary>
    public static bool TryRead(Cursor cursor, out CallSummary? place)
    {
        place = null;
        var blank = cursor.Name.IndexOf(' ');
        if (blank < 1 || !short.TryParse(cursor.Name.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out var reason)) return false;
        var text = cursor.Name[(blank + 1)..];
        var source = default(IpEndpoint);
        if (text.Length > 0 && !IpEndpoint.TryParseHost(Encoding.ASCII.GetBytes(text), 0, out source)) return false;
        place = new CallSummary(cursor.Number, source, (CallEndReason)reason, 0, 0, 0, "");
        return true;
    }
}

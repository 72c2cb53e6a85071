using System.Globalization;

namespace Tandem.Switching.Accounts;

/// <summary>Reads the end of a validity: an ISO 8601 date or date-time.</summary>
public static class EndOfValidity
{
    /// <summary>What may be written, for people.</summary>
    public const string Allowed =
        "a date (2026-12-31, good through the end of that day in UTC) or a date-time (2026-12-31T18:00:00Z; without a zone it is UTC)";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK",
    ];

    /// <summary>Reads the text; the time comes back in UTC, cut to milliseconds.</summary>
    public static bool TryParse(string text, out DateTimeOffset end)
    {
        text = text.Trim();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            end = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            return true;
        }
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Utc, out end)) return false;
        end = DateTimeOffset.FromUnixTimeMilliseconds(end.ToUnixTimeMilliseconds());
        return true;
    }

    /// <summary>The new end that a draft asks for; a text that cannot be read is added to the problems.</summary>
    internal static DateTimeOffset? Apply(DateTimeOffset? old, string? draft, List<Problem> problems)
    {
        if (draft is null) return old;
        if (string.IsNullOrWhiteSpace(draft)) return null;
        if (TryParse(draft, out var end)) return end;
        problems.Add(new Problem("validUntil", $"'{draft}' is neither {Allowed}."));
        return old;
    }
}

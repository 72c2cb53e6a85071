using System.Globalization;

namespace Tandem.Switching.Numbers;

/// <summary>
/// Reads "rule; rule": rule = [ days ] [ times ] *word, days = day[-day],…, times = hh:mm-hh:mm,…, word = "deny" / "lines=" n /
/// "priority=" n.
/// </summary>
internal static class PeriodRuleParser
{
    private const int MaxRules = 100;

    private static readonly string[] DayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    /// <summary>The rules in their order; null and an error that names the rule when one is wrong.</summary>
    public static WeekPeriod[]? Read(string text, out string error)
    {
        error = "";
        var periods = new List<WeekPeriod>();
        foreach (var part in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReadOne(part, out var problem) is not { } period)
            {
                error = $"The period '{part}' {problem}";
                return null;
            }
            periods.Add(period);
        }
        if (periods.Count <= MaxRules) return [.. periods];
        error = $"At most {MaxRules} periods are allowed.";
        return null;
    }

    private static WeekPeriod? ReadOne(string part, out string problem)
    {
        problem = "";
        var period = new WeekPeriod(0, [], default);
        foreach (var word in part.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Take(period, word) is { } taken)
            {
                period = taken;
                continue;
            }
            problem = $"has '{word}': days as in Mon-Fri or Sat,Sun, times as in 08:00-18:00, deny, lines=10 and priority=5 are allowed.";
            return null;
        }
        return period.Days == 0 ? period with { Days = WeekPeriod.EveryDay } : period;
    }

    private static WeekPeriod? Take(WeekPeriod period, string word)
    {
        if (word.Equals("deny", StringComparison.OrdinalIgnoreCase)) return period with { Rule = period.Rule with { Deny = true } };
        if (Number(word, "lines=") is { } lines) return period with { Rule = period.Rule with { Lines = lines } };
        if (Number(word, "priority=") is { } priority) return period with { Rule = period.Rule with { Priority = priority } };
        if (Days(word) is { } days) return period with { Days = (byte)(period.Days | days) };
        return Times(word) is { } times ? period with { Times = [.. period.Times, .. times] } : null;
    }

    private static int? Number(string word, string name) =>
        word.StartsWith(name, StringComparison.OrdinalIgnoreCase)
        && int.TryParse(word.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static byte? Days(string word)
    {
        var days = 0;
        foreach (var item in word.Split(','))
        {
            var dash = item.IndexOf('-');
            var first = Day(dash < 0 ? item : item[..dash]);
            var last = dash < 0 ? first : Day(item[(dash + 1)..]);
            if (first < 0 || last < 0) return null;
            // Sat-Mon goes over the end of the week.
            for (var day = first; ; day = (day + 1) % 7)
            {
                days |= 1 << day;
                if (day == last) break;
            }
        }
        return (byte)days;
    }

    private static int Day(string name) => Array.IndexOf(DayNames, name.ToLowerInvariant());

    private static (int, int)[]? Times(string word)
    {
        var items = word.Split(',');
        var times = new (int From, int To)[items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            var dash = items[i].IndexOf('-');
            if (dash < 0) return null;
            times[i] = (Minute(items[i].AsSpan(0, dash)), Minute(items[i].AsSpan(dash + 1)));
            if (times[i].From is < 0 or WeekPeriod.Day || times[i].To < 0) return null;
        }
        return times;
    }

    private static int Minute(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon is < 1 or > 2 || text.Length - colon != 3) return -1;
        if (!int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)) return -1;
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute)) return -1;
        return minute < 60 && hour * 60 + minute <= WeekPeriod.Day ? hour * 60 + minute : -1;
    }
}

using System.Globalization;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Fields;

/// <summary>A limit of call attempts: "10/1s, 300/60s, pacing 500ms".</summary>
internal static class CallRateForm
{
    private const int MaxAttempts = 1_000_000;
    private const int MaxPacing = 10_000;
    private const string SustainedWord = "sustained ";
    private const string PacingWord = "pacing ";

    private static readonly (int Min, int Max) BurstWindow = (100, 60_000);
    private static readonly (int Min, int Max) SustainedWindow = (1_000, 3_600_000);

    private static readonly (string Unit, int Milliseconds)[] Units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];

    /// <summary>The form; "" = no limit.</summary>
    public static readonly TextForm<CallRate?> Form = new(FieldKind.Text,
        "burst/window, sustained/window, pacing time, such as 10/1s, 300/60s, pacing 500ms; windows 100ms–60s and 1s–1h, pacing up to 10s; "
        + "a sustained rate alone has the word sustained before it; empty = no limit", Read, Print);

    private static string? Read(string text, out CallRate? rate)
    {
        rate = null;
        (int Attempts, int Window)? burst = null, sustained = null;
        int? pacing = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.StartsWith(PacingWord, StringComparison.OrdinalIgnoreCase))
            {
                if (pacing is not null || !TryTime(part[PacingWord.Length..], out var time) || time > MaxPacing) return Bad(part);
                pacing = time;
                continue;
            }
            var isSustained = part.StartsWith(SustainedWord, StringComparison.OrdinalIgnoreCase);
            if (!TryRate(isSustained ? part[SustainedWord.Length..] : part, out var limit)) return Bad(part);
            isSustained |= burst is not null;
            ref var taken = ref isSustained ? ref sustained : ref burst;
            if (taken is not null || !Fits(limit.Window, isSustained ? SustainedWindow : BurstWindow)) return Bad(part);
            taken = limit;
        }
        if (burst is null && sustained is null) return "A rate is missing, such as 10/1s.";
        rate = new CallRate(burst?.Attempts ?? 0, burst?.Window ?? 0, sustained?.Attempts ?? 0, sustained?.Window ?? 0, pacing ?? 0);
        return null;
    }

    private static string Print(CallRate? rate)
    {
        if (rate is not { } set) return "";
        var parts = new List<string>();
        if (set.Burst > 0) parts.Add($"{set.Burst}/{Time(set.BurstWindow)}");
        if (set.Sustained > 0) parts.Add($"{(set.Burst > 0 ? "" : SustainedWord)}{set.Sustained}/{Time(set.SustainedWindow)}");
        if (set.Pacing > 0) parts.Add($"{PacingWord}{Time(set.Pacing)}");
        return string.Join(", ", parts);
    }

    private static bool TryRate(string text, out (int Attempts, int Window) limit)
    {
        limit = default;
        var slash = text.IndexOf('/');
        return slash > 0
            && int.TryParse(text.AsSpan(0, slash).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out limit.Attempts)
            && limit.Attempts is >= 1 and <= MaxAttempts
            && TryTime(text[(slash + 1)..], out limit.Window);
    }

    private static bool TryTime(string text, out int milliseconds)
    {
        text = text.Trim();
        milliseconds = 0;
        foreach (var (unit, length) in Units)
        {
            if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase)) continue;
            if (!int.TryParse(text.AsSpan(0, text.Length - unit.Length).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) continue;
            if (count > SustainedWindow.Max / length) return false;
            milliseconds = count * length;
            return true;
        }
        return false;
    }

    private static bool Fits(int window, (int Min, int Max) range) => window >= range.Min && window <= range.Max;

    private static string Time(int milliseconds) => milliseconds % 1000 == 0 ? $"{milliseconds / 1000}s" : $"{milliseconds}ms";

    private static string Bad(string part) =>
        $"'{part}' is no part of a call rate: write burst/window, sustained/window and pacing, such as 10/1s, 300/60s, pacing 500ms.";
}

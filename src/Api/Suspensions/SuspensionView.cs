using System.ComponentModel;
using Tandem.Switching.Protection;

namespace Tandem.Api.Suspensions;

/// <summary>A suspension as the API shows it.</summary>
public sealed record SuspensionView
{
    /// <summary>The endpoint.</summary>
    [Description("The phone's number or the gateway's name; it need not exist.")]
    public required string Number { get; init; }

    /// <summary>The source.</summary>
    [Description("The source address whose failure brought it about.")]
    public required string Source { get; init; }

    /// <summary>Whom it stops.</summary>
    [Description("false: it stops that source; true: every source, or all but the number's known ones.")]
    public required bool Everyone { get; init; }

    /// <summary>The User-Agent.</summary>
    [Description("The User-Agent of the last failure; text of the peer's choice.")]
    public required string UserAgent { get; init; }

    /// <summary>How many failures.</summary>
    [Description("How many failures brought it about.")]
    public required int Failures { get; init; }

    /// <summary>When it began.</summary>
    [Description("When it began.")]
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ends.</summary>
    [Description("When it ends; null = when an operator clears it.")]
    public required DateTimeOffset? Until { get; init; }

    /// <summary>Seconds that remain.</summary>
    [Description("The seconds that remain; 0 when it is over, null when it lasts until an operator clears it.")]
    public required int? RemainingSeconds { get; init; }

    /// <summary>When it was cleared.</summary>
    [Description("When an operator cleared it; null = it was not cleared.")]
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who cleared it.</summary>
    [Description("Who cleared it.")]
    public string? ClearedBy { get; init; }

    /// <summary>The patterns it is a part of.</summary>
    [Description("What it looks like together with the others listed: manyEndpointsOneSource, sequence, repeated, manyEndpointsManySources.")]
    public required IReadOnlyList<string> Patterns { get; init; }

    internal static SuspensionView Of(Suspension suspension, SuspensionPattern pattern, long now) => new()
    {
        Number = suspension.Endpoint,
        Source = suspension.Source,
        Everyone = suspension.Everyone,
        UserAgent = suspension.UserAgent,
        Failures = suspension.Failures,
        At = DateTimeOffset.FromUnixTimeMilliseconds(suspension.At),
        Until = Time(suspension.Until),
        RemainingSeconds = Remaining(suspension, now),
        ClearedAt = Time(suspension.ClearedAt),
        ClearedBy = suspension.ClearedBy,
        Patterns = [.. Enum.GetValues<SuspensionPattern>().Where(p => p != 0 && pattern.HasFlag(p)).Select(Spell)],
    };

    // Rounded up, so that a suspension in force never shows 0.
    private static int? Remaining(Suspension suspension, long now) =>
        !suspension.IsInForce(now) ? 0 : suspension.Until is { } until ? (int)((until - now + 999) / 1000) : null;

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    private static string Spell(SuspensionPattern pattern) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(pattern.ToString());
}

/// <summary>What a clearing has done.</summary>
/// <param name="Lifted">How many suspensions were lifted.</param>
public sealed record SuspensionsCleared([property: Description("How many suspensions were lifted.")] int Lifted);

using System.Collections.Immutable;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>What was decided about a call before it is made: refused, or the attempts in their order.</summary>
public sealed record CallPlan
{
    /// <summary>Why the call is refused; null when it may be made.</summary>
    public CallEndReason? Refusal { get; init; }

    /// <summary>The rule, limit, group or gateway that decided a refusal; "" when none did.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The numbers as received.</summary>
    public CallNumbers Received { get; init; }

    /// <summary>The numbers after the rules of the entry.</summary>
    public CallNumbers Billed { get; init; }

    /// <summary>
    /// The attempts. Those with the same <see cref="Attempt.Step"/> are made at the same time, the next step when all of the
    /// one before have failed in a way that lets the call go on.
    /// </summary>
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>When the first attempt may be made, in milliseconds since the Unix epoch: the pacing of a call rate; 0 = at once.</summary>
    public long NotBefore { get; init; }

    /// <summary>The longest duration of the call in seconds by the caller's own limit and SS_MAX_CALL_DURATION; 0 = none.</summary>
    public int MaxDuration { get; init; }

    /// <summary>What the caller occupies while the call lasts; given back once with <see cref="LineLease.Return"/>.</summary>
    public LineLease? CallerLines { get; init; }

    /// <summary>The called phone, when it is one; its forwards are asked for with <see cref="CallPlanner.Forward"/>.</summary>
    public Phone? Called { get; init; }

    /// <summary>Everything that was looked at, why, and with what outcome.</summary>
    public required RouteExplanation Explanation { get; init; }
}

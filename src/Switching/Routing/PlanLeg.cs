using System.Collections.Immutable;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>One part of a plan: the call to the dialled number, or to a number that it is forwarded to.</summary>
internal sealed class PlanLeg(PlanDraft draft)
{
    /// <summary>The plan.</summary>
    public PlanDraft Draft => draft;

    /// <summary>Whose rules and lines hold: the caller, or the phone that forwards.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The numbers as received, or as the forward has them.</summary>
    public required CallNumbers Received { get; init; }

    /// <summary>The numbers after the rules of the entry.</summary>
    public CallNumbers Billed { get; set; }

    /// <summary>The caller's number as callees are to see it.</summary>
    public string Shown { get; set; } = "";

    /// <summary>True when that is not the caller's own, and nothing else of the caller is to be seen either.</summary>
    public bool HidesCaller { get; init; }

    /// <summary>The called phone; null until it is looked for, and when the number is none's.</summary>
    public Phone? Callee { get; set; }

    /// <summary>How often the call was forwarded on the way here.</summary>
    public int Depth { get; init; }

    /// <summary>The phone that forwarded it here; null for the call as it came in.</summary>
    public Phone? Payer => Depth > 0 ? Caller.Phone : null;

    /// <summary>The forwards of this plan on the way here, the last first.</summary>
    public ImmutableArray<Diversion> Diversions { get; init; } = [];

    /// <summary>How many seconds the forward lets it ring; null = as long as a call would.</summary>
    public int? RingTime { get; init; }

    /// <summary>The step of its first attempt.</summary>
    public int FirstStep { get; init; }

    /// <summary>The gateway groups that it may use.</summary>
    public GroupFilter RoutingGroups => RoutingGroupsOf(Caller);

    /// <summary>The gateway groups that a caller may use.</summary>
    public static GroupFilter RoutingGroupsOf(Caller caller) =>
        caller.Phone?.Calls.RoutingGroups ?? caller.Gateway?.Calls.RoutingGroups ?? GroupFilter.Any;

    /// <summary>The duration limit of an attempt: the smaller of the callee's and of a forwarding phone's own; 0 = none.</summary>
    public int MaxDuration(int? callee)
    {
        var own = callee ?? 0;
        var payer = Payer?.Calls.MaxDuration ?? (Payer is null ? 0 : draft.Settings.MaxCallDuration);
        return own == 0 ? payer : payer == 0 ? own : Math.Min(own, payer);
    }
}

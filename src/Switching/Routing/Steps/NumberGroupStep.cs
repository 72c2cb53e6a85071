using Tandem.Switching.Calls;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Do the number groups of the caller allow both numbers?</summary>
internal sealed class NumberGroupStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var gateway = leg.Caller.Gateway?.Calls;
        var verdict = Check(leg, gateway?.CallerGroups ?? GroupFilter.Any, leg.Received.Caller, CallEndReason.CallerGroup);
        if (verdict.Kind != StepVerdictKind.Continue) return verdict;
        var callees = gateway?.CalleeGroups ?? leg.Caller.Phone?.Calls.CalleeGroups ?? GroupFilter.Any;
        return Check(leg, callees, leg.Received.Callee, CallEndReason.CalleeGroup);
    }

    private static StepVerdict Check(PlanLeg leg, GroupFilter filter, string number, CallEndReason reason)
    {
        if (filter.Names.IsEmpty) return StepVerdict.Continue;
        var passes = NumberChecks.Admits(filter, number, leg.Draft.State.Directory, out var rule);
        leg.Draft.Explanation.Note(RouteStep.NumberGroup, passes ? RouteOutcome.Passed : RouteOutcome.Refused, number, rule);
        return passes ? StepVerdict.Continue : StepVerdict.Stop(reason, rule);
    }
}

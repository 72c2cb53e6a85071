using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Have the numbers of a mapping gateway lengths that it may send?</summary>
internal sealed class NumberLengthStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (leg.Caller.Gateway is not { Calls: var calls } gateway) return StepVerdict.Continue;
        if (!calls.CallerLengths.Admits(leg.Received.Caller.Length)) return Refuse(leg, CallEndReason.CallerLength, leg.Received.Caller, gateway.Name);
        if (!calls.CalleeLengths.Admits(leg.Received.Callee.Length)) return Refuse(leg, CallEndReason.CalleeLength, leg.Received.Callee, gateway.Name);
        return StepVerdict.Continue;
    }

    private static StepVerdict Refuse(PlanLeg leg, CallEndReason reason, string number, string rule)
    {
        leg.Draft.Explanation.Note(RouteStep.NumberLength, RouteOutcome.Refused, number, CallEndReasons.Of(reason).Word);
        return StepVerdict.Stop(reason, rule);
    }
}

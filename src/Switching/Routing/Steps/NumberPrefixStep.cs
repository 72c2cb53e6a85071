using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Have the numbers of a mapping gateway prefixes that it may send?</summary>
internal sealed class NumberPrefixStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (leg.Caller.Gateway is not { Calls: var calls } gateway) return StepVerdict.Continue;
        var (directory, numbers) = (leg.Draft.State.Directory, leg.Received);
        if (!NumberChecks.Admits(calls.CallerPrefixes, calls.CallerGroups, numbers.Caller, directory))
            return Refuse(leg, CallEndReason.CallerPrefix, numbers.Caller, gateway.Name);
        if (!NumberChecks.Admits(calls.CalleePrefixes, calls.CalleeGroups, numbers.Callee, directory))
            return Refuse(leg, CallEndReason.CalleePrefix, numbers.Callee, gateway.Name);
        return StepVerdict.Continue;
    }

    private static StepVerdict Refuse(PlanLeg leg, CallEndReason reason, string number, string rule)
    {
        leg.Draft.Explanation.Note(RouteStep.NumberPrefix, RouteOutcome.Refused, number, CallEndReasons.Of(reason).Word);
        return StepVerdict.Stop(reason, rule);
    }
}

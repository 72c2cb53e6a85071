using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>May this caller call the phone, by the phone's number groups?</summary>
internal sealed class PhoneCallersStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var groups = leg.Callee!.Calls.CallerGroups;
        if (NumberChecks.Admits(groups, leg.Billed.Caller, leg.Draft.State.Directory, out var rule)) return StepVerdict.Continue;
        leg.Draft.Explanation.Note(RouteStep.PhoneCallers, RouteOutcome.Refused, leg.Billed.Caller, rule);
        return StepVerdict.Stop(CallEndReason.CallerGroup, rule);
    }
}

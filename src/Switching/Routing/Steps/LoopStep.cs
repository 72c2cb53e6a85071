using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Was the number called already on the way here? Then the forwards go in a circle.</summary>
internal sealed class LoopStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var number = leg.Callee?.Name ?? leg.Billed.Callee;
        if (leg.Draft.TryVisit(number)) return StepVerdict.Continue;
        leg.Draft.Explanation.Note(RouteStep.Forward, RouteOutcome.Refused, number, "circle");
        return StepVerdict.Stop(CallEndReason.ForwardLoop, number);
    }
}

namespace Tandem.Switching.Routing.Steps;

/// <summary>Puts another caller in the place of the one that a mapping gateway sent, by the number-transform table.</summary>
internal sealed class NumberTransformStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (leg.Caller.Gateway is not { Calls.TransformNumbers: true }) return StepVerdict.Continue;
        var caller = leg.Billed.Caller;
        if (leg.Draft.State.Directory.NumberTransforms.Find(caller) is not { Caller: { Length: > 0 } other }) return StepVerdict.Continue;
        leg.Draft.Explanation.Note(RouteStep.NumberTransform, RouteOutcome.Changed, caller, other);
        leg.Billed = leg.Billed with { Caller = other };
        leg.Shown = other;
        return StepVerdict.Continue;
    }
}

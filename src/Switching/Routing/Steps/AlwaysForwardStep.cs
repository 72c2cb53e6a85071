namespace Tandem.Switching.Routing.Steps;

/// <summary>Does the phone forward all its calls?</summary>
internal sealed class AlwaysForwardStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg) => leg.Callee!.Calls.ForwardAlways is { } target
        ? Forwarding.Forward(leg, leg.Callee, target, "unconditional")
        : StepVerdict.Continue;
}

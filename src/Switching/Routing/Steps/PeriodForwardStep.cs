namespace Tandem.Switching.Routing.Steps;

/// <summary>Does the phone forward its calls at this time of the week?</summary>
internal sealed class PeriodForwardStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (leg.Callee!.Calls.ForwardPeriod is not { } forward) return StepVerdict.Continue;
        var holds = forward.Periods.IsEmpty || forward.Periods.At(leg.Draft.Local) is { Deny: false };
        return holds ? Forwarding.Forward(leg, leg.Callee, forward.Target, "time-of-day") : StepVerdict.Continue;
    }
}

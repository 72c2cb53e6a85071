using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Does the phone not want to be disturbed? It counts as busy then, also for its forward.</summary>
internal sealed class DoNotDisturbStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var phone = leg.Callee!;
        if (!phone.Calls.DoNotDisturb) return StepVerdict.Continue;
        if (phone.Calls.ForwardBusy is { } target) return Forwarding.Forward(leg, phone, target, "do-not-disturb");
        leg.Draft.Explanation.Note(RouteStep.DoNotDisturb, RouteOutcome.Refused, phone.Name);
        return StepVerdict.Stop(CallEndReason.DoNotDisturb, phone.Name);
    }
}

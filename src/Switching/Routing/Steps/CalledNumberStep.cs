using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Is there a called number at all?</summary>
internal sealed class CalledNumberStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg) =>
        leg.Billed.Callee.Length > 0 ? StepVerdict.Continue : StepVerdict.Stop(CallEndReason.NoNumber);
}

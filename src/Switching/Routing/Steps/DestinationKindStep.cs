using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Is the callee a phone of this switch, and may the caller reach what it is? A carrier reaches phones only.</summary>
internal sealed class DestinationKindStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        leg.Callee = leg.Draft.State.Directory.FindPhoneByNumber(leg.Billed.Callee);
        var phonesOnly = leg.Caller.Carrier is not null ? true : leg.Caller.Gateway?.Calls.PhonesOnly;
        if (phonesOnly is not { } only || only == leg.Callee is not null) return StepVerdict.Continue;
        leg.Draft.Explanation.Note(RouteStep.DestinationKind, RouteOutcome.Refused, leg.Billed.Callee, only ? "phones only" : "no phones");
        return StepVerdict.Stop(CallEndReason.DestinationNotAllowed, leg.Caller.Name);
    }
}

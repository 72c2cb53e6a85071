using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing.Steps;

/// <summary>
/// Where is the phone? Its contacts are the attempt, or its own address; without any the call is forwarded, or tries the routing gateways, or ends.
/// </summary>
internal sealed class ContactsStep(GatewaysStep gateways) : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var (draft, phone) = (leg.Draft, leg.Callee!);
        var targets = PhoneContacts.Of(phone, draft.State.Registrar.Locations, draft.Now);
        if (targets.IsEmpty) targets = FixedContact.Of(phone, leg.Billed.Callee, draft.State);
        draft.Explanation.Note(RouteStep.Contacts, targets.IsEmpty ? RouteOutcome.Refused : RouteOutcome.Passed, phone.Name, "", targets.Length);
        if (targets.IsEmpty) return Offline(leg);
        draft.Called = draft.Attempts.Count == 0 ? phone : null;
        draft.Attempts.Add(new Attempt
        {
            Phone = phone,
            Sent = new CallNumbers(phone.Calls.InCallerRules.Apply(leg.Shown, draft.Chance), leg.Billed.Callee),
            Targets = targets,
            Step = leg.FirstStep,
            RingTime = leg.RingTime ?? phone.Calls.RingTime ?? 0,
            MaxDuration = leg.MaxDuration(phone.Calls.MaxDuration),
            HidesCaller = leg.HidesCaller,
            Payer = leg.Payer,
            Diversions = leg.Diversions,
        });
        return StepVerdict.Done;
    }

    // A carrier's call does not go back to a carrier.
    private StepVerdict Offline(PlanLeg leg)
    {
        var phone = leg.Callee!;
        if (phone.Calls.ForwardOffline is { } target) return Forwarding.Forward(leg, phone, target, "unavailable");
        if (phone.Calls.RouteWhenOffline && leg.Caller.Carrier is null && gateways.Decide(leg).Kind == StepVerdictKind.Done) return StepVerdict.Done;
        return StepVerdict.Stop(CallEndReason.Offline, phone.Name);
    }
}

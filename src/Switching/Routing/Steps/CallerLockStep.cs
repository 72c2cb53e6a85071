using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing.Steps;

/// <summary>May the caller make calls at all? For a forward the forwarding phone is held to what is asked of a caller.</summary>
internal sealed class CallerLockStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        if (ReasonOf(leg) is not { } reason) return StepVerdict.Continue;
        leg.Draft.Explanation.Note(RouteStep.CallerLock, RouteOutcome.Refused, leg.Caller.Name, CallEndReasons.Of(reason).Word);
        return StepVerdict.Stop(reason, leg.Caller.Name);
    }

    private static CallEndReason? ReasonOf(PlanLeg leg)
    {
        var callLock = leg.Caller.Phone?.Calls.Lock ?? leg.Caller.Gateway?.Calls.Lock ?? CallLock.None;
        if (callLock is CallLock.Outgoing or CallLock.All || leg.Caller.Carrier is { Locked: true }) return CallEndReason.CallerLocked;
        return leg.Payer is { } payer && RegistrationRules.Refusal(payer, leg.Draft.State.Directory, leg.Draft.Now) is { } refusal
            ? CallerRefusals.Of(refusal) : null;
    }
}

using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>May the phone be called at all?</summary>
internal sealed class PhoneLockStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var phone = leg.Callee!;
        var expired = phone.ValidUntil is { } end && end.ToUnixTimeMilliseconds() <= leg.Draft.Now;
        var locked = phone.Locked || expired || phone.Calls.Lock is CallLock.Incoming or CallLock.All;
        leg.Draft.Explanation.Note(RouteStep.Phone, locked ? RouteOutcome.Refused : RouteOutcome.Passed, phone.Name, locked ? "locked" : "");
        return locked ? StepVerdict.Stop(CallEndReason.CalleeLocked, phone.Name) : StepVerdict.Continue;
    }
}

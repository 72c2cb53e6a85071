using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>
/// Has the phone a free line? It is busy otherwise. Nothing is taken yet: <see cref="AttemptEntry"/> takes the line when the phone
/// is called.
/// </summary>
internal sealed class PhoneLinesStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var (phone, calls) = (leg.Callee!, leg.Callee!.Calls);
        if ((calls.LinesIn ?? calls.Lines) is not { } limit) return StepVerdict.Continue;
        var used = leg.Draft.State.Limits.Phones.Of(phone.Name);
        var free = used.Admits(LineDirection.In, calls.LinesIn, calls.Lines);
        leg.Draft.Explanation.Note(RouteStep.PhoneLines, free ? RouteOutcome.Passed : RouteOutcome.Refused, phone.Name, "", calls.LinesIn is null ? used.Total : used.In, limit);
        if (free) return StepVerdict.Continue;
        return calls.ForwardBusy is { } target ? Forwarding.Forward(leg, phone, target, "user-busy") : StepVerdict.Stop(CallEndReason.CalleeLinesExceeded, phone.Name);
    }
}

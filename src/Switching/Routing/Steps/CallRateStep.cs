using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Has the mapping gateway made too many call attempts lately? A paced one waits for its turn.</summary>
internal sealed class CallRateStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var draft = leg.Draft;
        if (leg.Caller.Gateway is not { Calls.CallRate: { } rate } gateway) return StepVerdict.Continue;
        var gauge = draft.State.Limits.MappingRate(gateway.Name);
        if ((draft.Takes ? gauge.Take(rate, draft.Now) : gauge.Ask(rate, draft.Now)) is not { } turn)
        {
            draft.Explanation.Note(RouteStep.CallRate, RouteOutcome.Refused, gateway.Name);
            return StepVerdict.Stop(CallEndReason.CallRateExceeded, gateway.Name);
        }
        var paced = turn > draft.Now;
        if (paced) draft.NotBefore = turn;
        draft.Explanation.Note(RouteStep.CallRate, paced ? RouteOutcome.Paced : RouteOutcome.Passed, gateway.Name, used: paced ? (int)(turn - draft.Now) : -1);
        return StepVerdict.Continue;
    }
}

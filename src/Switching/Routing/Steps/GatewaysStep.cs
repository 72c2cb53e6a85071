using Tandem.Switching.Calls;
using Tandem.Switching.Routing.Candidates;

namespace Tandem.Switching.Routing.Steps;

/// <summary>Which routing gateways take the call, and in which order?</summary>
internal sealed class GatewaysStep : IPlanStep
{
    /// <inheritdoc/>
    public StepVerdict Decide(PlanLeg leg)
    {
        var draft = leg.Draft;
        var candidates = CandidateSearch.Find(leg);
        draft.Explanation.Add(candidates);
        if (candidates.Count == 0)
        {
            draft.Explanation.Note(RouteStep.Prefix, RouteOutcome.Refused, leg.Billed.Callee);
            return StepVerdict.Stop(CallEndReason.NotFound, leg.Billed.Callee);
        }
        var tried = 0;
        foreach (var candidate in candidates)
        {
            if (candidate.Place == 0) break;
            draft.Attempts.Add(AttemptOf(leg, candidate, leg.FirstStep + tried++));
        }
        // Further numbers of a forward may follow: then nobody is called alone.
        if (tried > 0) draft.Called = null;
        return tried > 0 ? StepVerdict.Done : StepVerdict.Stop(CallEndReason.NoRoute, candidates.Count == 1 ? candidates[0].Gateway.Name : "");
    }

    private static Attempt AttemptOf(PlanLeg leg, RouteCandidate candidate, int step) => new()
    {
        Gateway = candidate.Gateway,
        State = candidate.State,
        Sent = candidate.Sent,
        Targets = GatewayTargets.Of(candidate.Targets, candidate.Sent.Callee),
        Step = step,
        RingTime = leg.RingTime ?? 0,
        MaxDuration = leg.MaxDuration(candidate.Gateway.MaxDuration),
        HidesCaller = leg.HidesCaller,
        Payer = leg.Payer,
        Diversions = leg.Diversions,
    };
}

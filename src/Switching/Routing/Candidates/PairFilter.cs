namespace Tandem.Switching.Routing.Candidates;

/// <summary>It takes calls of that caller to that callee, by their prefixes as they would be sent.</summary>
internal sealed class PairFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        if (!candidate.Gateway.Pairs.Admits(candidate.Sent.Caller, candidate.Sent.Callee, out var pair)) candidate.Refuse(CandidateVerdict.CallerCallee, pair);
    }
}

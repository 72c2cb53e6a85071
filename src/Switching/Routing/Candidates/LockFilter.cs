namespace Tandem.Switching.Routing.Candidates;

/// <summary>A locked gateway carries no calls.</summary>
internal sealed class LockFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        if (candidate.Gateway.Locked) candidate.Refuse(CandidateVerdict.Locked);
    }
}

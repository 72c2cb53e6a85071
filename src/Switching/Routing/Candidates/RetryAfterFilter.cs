namespace Tandem.Switching.Routing.Candidates;

/// <summary>It has not asked to be left alone (Retry-After, RFC 3261 §20.33).</summary>
internal sealed class RetryAfterFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        if (candidate.State.RetryAfter > leg.Draft.Now) candidate.Refuse(CandidateVerdict.RetryAfter);
    }
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>It takes the lengths of the numbers that it would be sent.</summary>
internal sealed class LengthFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        if (!candidate.Gateway.CallerLengths.Admits(candidate.Sent.Caller.Length)) candidate.Refuse(CandidateVerdict.CallerLength, candidate.Sent.Caller);
        else if (!candidate.Gateway.CalleeLengths.Admits(candidate.Sent.Callee.Length)) candidate.Refuse(CandidateVerdict.CalleeLength, candidate.Sent.Callee);
    }
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>It takes the prefixes of the numbers that it would be sent.</summary>
internal sealed class PrefixFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        var (gateway, directory) = (candidate.Gateway, leg.Draft.State.Directory);
        if (!NumberChecks.Admits(gateway.CallerPrefixes, gateway.CallerGroups, candidate.Sent.Caller, directory))
            candidate.Refuse(CandidateVerdict.CallerPrefix, candidate.Sent.Caller);
        else if (!NumberChecks.Admits(gateway.CalleePrefixes, gateway.CalleeGroups, candidate.Sent.Callee, directory))
            candidate.Refuse(CandidateVerdict.CalleePrefix, candidate.Sent.Callee);
    }
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>It takes the numbers that it would be sent by its number groups.</summary>
internal sealed class NumberGroupFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        var (gateway, directory) = (candidate.Gateway, leg.Draft.State.Directory);
        if (!NumberChecks.Admits(gateway.CallerGroups, candidate.Sent.Caller, directory, out var rule))
            candidate.Refuse(CandidateVerdict.CallerGroup, rule);
        else if (!NumberChecks.Admits(gateway.CalleeGroups, candidate.Sent.Callee, directory, out rule))
            candidate.Refuse(CandidateVerdict.CalleeGroup, rule);
    }
}

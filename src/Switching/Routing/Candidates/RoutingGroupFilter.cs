namespace Tandem.Switching.Routing.Candidates;

/// <summary>The caller is allowed the gateway by its groups.</summary>
internal sealed class RoutingGroupFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        if (!leg.RoutingGroups.Admits(candidate.Gateway.Groups)) candidate.Refuse(CandidateVerdict.RoutingGroup, string.Join(',', leg.RoutingGroups.Names));
    }
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>One reason for which a routing gateway may be out of a plan.</summary>
internal interface ICandidateFilter
{
    /// <summary>Refuses the candidate when the reason holds.</summary>
    void Look(RouteCandidate candidate, PlanLeg leg);
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>It has an address, and with the online check one that answers.</summary>
internal sealed class OnlineFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        var targets = candidate.State.Targets;
        if (targets.IsEmpty)
        {
            candidate.Refuse(CandidateVerdict.NoAddress);
            return;
        }
        candidate.Targets = candidate.Gateway.OnlineCheck ? targets.RemoveAll(t => !t.Online) : targets;
        if (candidate.Targets.IsEmpty) candidate.Refuse(CandidateVerdict.Offline);
    }
}

namespace Tandem.Switching.Routing.Candidates;

/// <summary>It has an address, and with the online check one that answers; or it has registered.</summary>
internal sealed class OnlineFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        var gateway = candidate.Gateway;
        if (gateway.Registers)
        {
            candidate.Targets = GatewayContacts.Of(gateway.Name, leg.Draft.State.Registrar.Locations, leg.Draft.Now);
            if (candidate.Targets.IsEmpty) candidate.Refuse(CandidateVerdict.NotRegistered);
            return;
        }
        var targets = candidate.State.Targets;
        if (targets.IsEmpty)
        {
            candidate.Refuse(CandidateVerdict.NoAddress);
            return;
        }
        candidate.Targets = ServerDraw.Order(gateway.OnlineCheck ? targets.RemoveAll(t => !t.Online) : targets, leg.Draft.Chance);
        if (candidate.Targets.IsEmpty) candidate.Refuse(CandidateVerdict.Offline);
    }
}

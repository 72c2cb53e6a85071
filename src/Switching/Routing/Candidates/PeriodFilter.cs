namespace Tandem.Switching.Routing.Candidates;

/// <summary>Not at every time of the week; a period may also bring another priority and another line limit.</summary>
internal sealed class PeriodFilter : ICandidateFilter
{
    /// <inheritdoc/>
    public void Look(RouteCandidate candidate, PlanLeg leg)
    {
        var periods = candidate.Gateway.Periods;
        if (periods.IsEmpty || periods.At(leg.Draft.Local) is not { } period) return;
        if (period.Deny) candidate.Refuse(CandidateVerdict.Period, periods.Text);
        else candidate.Take(period);
    }
}

using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing.Candidates;

/// <summary>Finds the routing gateways that serve a number, filters them and puts them in order.</summary>
internal static class CandidateSearch
{
    private static readonly ICandidateFilter[] OfGateway = [new LockFilter(), new PeriodFilter(), new RoutingGroupFilter(), new OnlineFilter(), new RetryAfterFilter()];

    private static readonly ICandidateFilter[] OfNumbers = [new PrefixFilter(), new PairFilter(), new NumberGroupFilter(), new LengthFilter()];

    /// <summary>The candidates, those that are tried first in their order; none when no prefix matches.</summary>
    public static List<RouteCandidate> Find(PlanLeg leg)
    {
        var entries = new List<PrefixEntry>();
        leg.Draft.Tables.Prefixes.Find(leg.Billed.Callee, entries);
        var candidates = new List<RouteCandidate>();
        var known = new HashSet<RoutingGateway>(ReferenceEqualityComparer.Instance);
        RoutingGateway? ends = null;
        foreach (var entry in entries)
        {
            foreach (var gateway in entry.Gateways)
            {
                // With several matching prefixes a gateway stands at the longest.
                if (known.Add(gateway)) candidates.Add(Look(gateway, entry.Prefix, ends, leg));
            }
            ends ??= entry.Ends;
        }
        candidates.Sort(CandidateOrder.Instance);
        for (var i = 0; i < candidates.Count && candidates[i].Verdict == CandidateVerdict.In; i++) candidates[i].Place = i + 1;
        return candidates;
    }

    private static RouteCandidate Look(RoutingGateway gateway, string prefix, RoutingGateway? ends, PlanLeg leg)
    {
        var candidate = new RouteCandidate(gateway, leg.Draft.State.Gateways.Of(gateway.Name), prefix);
        if (ends is not null) candidate.Refuse(CandidateVerdict.ShorterPrefix, ends.Name);
        if (!Passes(OfGateway, candidate, leg)) return candidate;
        candidate.Sent = SentNumbers.For(gateway, leg);
        Passes(OfNumbers, candidate, leg);
        return candidate;
    }

    private static bool Passes(ICandidateFilter[] filters, RouteCandidate candidate, PlanLeg leg)
    {
        foreach (var filter in filters)
        {
            if (candidate.Verdict != CandidateVerdict.In) break;
            filter.Look(candidate, leg);
        }
        return candidate.Verdict == CandidateVerdict.In;
    }
}

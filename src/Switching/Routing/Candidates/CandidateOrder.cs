namespace Tandem.Switching.Routing.Candidates;

/// <summary>
/// The order in which gateways are tried: those that are in before those that are out; ordinary ones before protect ones; the
/// longest prefix; the smallest priority; the least load; the fewest calls now, then since the start; the name.
/// </summary>
internal sealed class CandidateOrder : IComparer<RouteCandidate>
{
    /// <summary>The one order.</summary>
    public static readonly CandidateOrder Instance = new();

    /// <inheritdoc/>
    public int Compare(RouteCandidate? a, RouteCandidate? b)
    {
        var order = (a!.Verdict != CandidateVerdict.In).CompareTo(b!.Verdict != CandidateVerdict.In);
        if (order == 0) order = a.Gateway.Protect.CompareTo(b.Gateway.Protect);
        if (order == 0) order = b.Prefix.Length.CompareTo(a.Prefix.Length);
        if (order == 0) order = a.Priority.CompareTo(b.Priority);
        if (order == 0) order = a.Load.CompareTo(b.Load);
        if (order == 0) order = a.Calls.CompareTo(b.Calls);
        if (order == 0) order = a.Carried.CompareTo(b.Carried);
        return order != 0 ? order : string.CompareOrdinal(a.Gateway.Name, b.Gateway.Name);
    }
}

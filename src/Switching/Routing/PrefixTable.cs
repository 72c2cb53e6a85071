using System.Collections.Frozen;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>
/// The routing gateways by the called-number prefixes that they serve. Finding those of one number costs a lookup for each length
/// of a prefix that occurs, however many prefixes there are. Immutable.
/// </summary>
internal sealed class PrefixTable
{
    private readonly FrozenDictionary<string, PrefixEntry>.AlternateLookup<ReadOnlySpan<char>> _entries;
    private readonly int[] _lengths;

    /// <summary>The table of those gateways.</summary>
    public PrefixTable(IEnumerable<RoutingGateway> gateways)
    {
        var entries = new Dictionary<string, List<RoutingGateway>>(StringComparer.Ordinal);
        foreach (var gateway in gateways)
        {
            // Without prefixes it serves all numbers.
            foreach (var prefix in gateway.Prefixes.Distinct().DefaultIfEmpty(""))
            {
                if (!entries.TryGetValue(prefix, out var served)) entries[prefix] = served = [];
                served.Add(gateway);
            }
        }
        _entries = entries.ToFrozenDictionary(e => e.Key, e => PrefixEntry.Of(e.Key, e.Value), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. entries.Keys.Select(prefix => prefix.Length).Distinct().OrderDescending()];
    }

    /// <summary>Adds what is served of the number, the longest prefix first.</summary>
    public void Find(string number, List<PrefixEntry> found)
    {
        foreach (var length in _lengths)
        {
            if (length <= number.Length && _entries.TryGetValue(number.AsSpan(0, length), out var entry)) found.Add(entry);
        }
    }
}

/// <summary>One prefix and the gateways that serve it.</summary>
/// <param name="Prefix">The prefix; "" = all numbers.</param>
/// <param name="Gateways">The gateways, by name.</param>
/// <param name="Ends">The gateway that keeps those with shorter prefixes from being tried; null when none does.</param>
internal sealed record PrefixEntry(string Prefix, RoutingGateway[] Gateways, RoutingGateway? Ends)
{
    /// <summary>The entry of a prefix. A locked gateway has no say.</summary>
    public static PrefixEntry Of(string prefix, List<RoutingGateway> gateways)
    {
        RoutingGateway[] ordered = [.. gateways.OrderBy(g => g.Name, StringComparer.Ordinal)];
        return new PrefixEntry(prefix, ordered, Array.Find(ordered, g => !g.Locked && g.PrefixMode == PrefixMode.Terminate));
    }
}

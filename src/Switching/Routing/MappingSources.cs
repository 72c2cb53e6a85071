using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Routing;

/// <summary>
/// The mapping gateways that are known by an address, found by it: one dictionary for single addresses and one for each length of
/// a range that occurs, which are few. Immutable.
/// </summary>
internal sealed class MappingSources
{
    private readonly Level[] _levels;

    /// <summary>The sources of those gateways that show an address.</summary>
    public MappingSources(IEnumerable<MappingGateway> gateways)
    {
        var byLength = new SortedDictionary<byte, Dictionary<UInt128, List<MappingSource>>>();
        foreach (var gateway in gateways.Where(g => g.Mode != AuthenticationMode.Password).OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            foreach (var range in gateway.Allow.Ranges) Add(byLength, gateway, range);
        }
        _levels = [.. byLength.Reverse().Select(level => new Level(level.Key, level.Value.ToDictionary(s => s.Key, s => s.Value.ToArray())))];
    }

    /// <summary>Adds the gateways that may send from there, those with the narrowest range first, each once.</summary>
    public void Find(in IpEndpoint source, List<MappingSource> found)
    {
        foreach (var level in _levels)
        {
            if (!level.Sources.TryGetValue(source.Address & level.Mask, out var sources)) continue;
            foreach (var one in sources)
            {
                if (one.Port != 0 && one.Port != source.Port) continue;
                AddOnce(found, one);
            }
        }
    }

    private static void Add(SortedDictionary<byte, Dictionary<UInt128, List<MappingSource>>> byLength, MappingGateway gateway, in AddressRange range)
    {
        if (!byLength.TryGetValue(range.PrefixLength, out var byNetwork)) byLength[range.PrefixLength] = byNetwork = [];
        if (!byNetwork.TryGetValue(range.Network, out var sources)) byNetwork[range.Network] = sources = [];
        sources.Add(new MappingSource(gateway, range.PrefixLength, range.Port));
    }

    private static void AddOnce(List<MappingSource> found, in MappingSource one)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (!ReferenceEquals(found[i].Gateway, one.Gateway)) continue;
            if (one.Port != 0) found[i] = one;
            return;
        }
        found.Add(one);
    }

    private sealed record Level(byte Length, Dictionary<UInt128, MappingSource[]> Sources)
    {
        public UInt128 Mask { get; } = Length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - Length);
    }
}

/// <summary>A mapping gateway by one entry of its addresses.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="PrefixLength">How long the entry's prefix is, 0–128.</param>
/// <param name="Port">The port that the entry names; 0 = any.</param>
internal readonly record struct MappingSource(MappingGateway Gateway, byte PrefixLength, ushort Port);

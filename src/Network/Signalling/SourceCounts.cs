using System.Runtime.InteropServices;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>How many connections each source has: an IPv4 address, or an IPv6 /64. Not thread-safe: the table's lock guards it.</summary>
internal sealed class SourceCounts
{
    private readonly Dictionary<UInt128, int> _counts = [];

    internal int this[in IpEndpoint remote] => _counts.GetValueOrDefault(Source(remote));

    internal void Add(in IpEndpoint remote) => CollectionsMarshal.GetValueRefOrAddDefault(_counts, Source(remote), out _)++;

    internal void Remove(in IpEndpoint remote)
    {
        var source = Source(remote);
        if (--CollectionsMarshal.GetValueRefOrNullRef(_counts, source) == 0) _counts.Remove(source);
    }

    private static UInt128 Source(in IpEndpoint remote) => remote.IsV4 ? remote.Address : remote.Address >> 64 << 64;
}

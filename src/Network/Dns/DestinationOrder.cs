using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>
/// The order in which the addresses of a host that has IPv4 and IPv6 are tried: RFC 6724 §6, rules 1, 2, 5, 6, 8 and 10. Rules 3,
/// 4 and 7 need to know what only interfaces know; rule 9 would undo the order in which a name server shares out its hosts.
/// </summary>
/// <param name="sourceTowards">The address that we would send from to another; null when there is no way.</param>
internal sealed class DestinationOrder(Func<IpEndpoint, IpEndpoint?> sourceTowards)
{
    // RFC 6724 §2.1: prefix, length, precedence, label.
    private static readonly (UInt128 Prefix, int Length, int Precedence, int Label)[] Policies =
    [
        (1, 128, 50, 0), (Top(0x0000), 0, 40, 1), ((UInt128)0xFFFF << 32, 96, 35, 4), (Top(0x2002), 16, 30, 2), (Top(0x2001), 32, 5, 5),
        (Top(0xFC00), 7, 3, 13), (0, 96, 1, 3), (Top(0xFEC0), 10, 1, 11), (Top(0x3FFE), 16, 1, 12),
    ];

    /// <summary>The scopes of RFC 4291 §2.7 that single addresses have.</summary>
    private enum Scope
    {
        Link = 2,
        Site = 5,
        Global = 14,
    }

    /// <summary>The addresses in their order; those of one family alone stay as they are.</summary>
    public IReadOnlyList<IpEndpoint> Sort(IReadOnlyList<IpEndpoint> addresses)
    {
        if (addresses.All(a => a.IsV4) || !addresses.Any(a => a.IsV4)) return addresses;
        return
        [
            .. from address in addresses
               let source = sourceTowards(address)
               let policy = PolicyOf(address)
               let scope = ScopeOf(address)
               orderby source is null,
                   source is { } local && ScopeOf(local) != scope,
                   source is { } own && PolicyOf(own).Label != policy.Label,
                   policy.Precedence descending,
                   scope
               select address,
        ];
    }

    private static (int Precedence, int Label) PolicyOf(IpEndpoint address)
    {
        var best = Policies.Where(p => Begins(address.Address, p.Prefix, p.Length)).MaxBy(p => p.Length);
        return (best.Precedence, best.Label);
    }

    // §3.1, §3.2: site-local and private addresses of IPv4 are global.
    private static Scope ScopeOf(in IpEndpoint address)
    {
        if (address.IsV4) return address.V4 >> 24 == 127 || address.V4 >> 16 == 0xA9FE ? Scope.Link : Scope.Global;
        if (address.Address == 1 || Begins(address.Address, Top(0xFE80), 10)) return Scope.Link;
        return Begins(address.Address, Top(0xFEC0), 10) ? Scope.Site : Scope.Global;
    }

    private static bool Begins(UInt128 address, UInt128 prefix, int length) => length == 0 || (address ^ prefix) >> (128 - length) == 0;

    private static UInt128 Top(ushort group) => (UInt128)group << 112;
}

using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>The routing gateways found by the addresses that their names are resolved to. Immutable.</summary>
internal sealed class CarrierSources
{
    /// <summary>No gateways.</summary>
    public static readonly CarrierSources None = new(ImmutableDictionary<string, RoutingGateway>.Empty, new GatewayStates());

    private readonly ImmutableDictionary<string, RoutingGateway> _gateways;
    private readonly int _version;
    private readonly Dictionary<UInt128, List<(ushort Port, RoutingGateway Gateway)>> _byAddress = [];

    /// <summary>The sources of the gateways as they are resolved now.</summary>
    public CarrierSources(ImmutableDictionary<string, RoutingGateway> gateways, GatewayStates states)
    {
        _gateways = gateways;
        // Before the addresses are read: one that changes meanwhile has them read again.
        _version = states.Version;
        foreach (var gateway in gateways.Values.OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            foreach (var target in states.Of(gateway.Name).Targets) Add(target.Flow.Remote, gateway);
        }
    }

    /// <summary>True while nothing has changed since they were read.</summary>
    public bool AreOf(ImmutableDictionary<string, RoutingGateway> gateways, int version) => ReferenceEquals(gateways, _gateways) && version == _version;

    /// <summary>
    /// The gateway at an address; null when there is none. Carriers call from other ports than they are called at, so the port
    /// only tells several at one address apart.
    /// </summary>
    public RoutingGateway? Find(in IpEndpoint source)
    {
        if (!_byAddress.TryGetValue(source.Address, out var gateways)) return null;
        foreach (var (port, gateway) in gateways)
        {
            if (port == source.Port) return gateway;
        }
        return gateways[0].Gateway;
    }

    private void Add(in IpEndpoint address, RoutingGateway gateway)
    {
        if (!_byAddress.TryGetValue(address.Address, out var gateways)) _byAddress[address.Address] = gateways = [];
        gateways.Add((address.Port, gateway));
    }
}

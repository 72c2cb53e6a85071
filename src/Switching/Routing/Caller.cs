using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>Who makes a call: a phone, a mapping gateway, or a routing gateway that delivers a call to us.</summary>
/// <param name="Endpoint">The phone or mapping gateway; null for a routing gateway.</param>
/// <param name="Carrier">The routing gateway; null for the others.</param>
public sealed record Caller(Endpoint? Endpoint, RoutingGateway? Carrier)
{
    /// <summary>The phone, when it is one.</summary>
    public Phone? Phone => Endpoint as Phone;

    /// <summary>The mapping gateway, when it is one.</summary>
    public MappingGateway? Gateway => Endpoint as MappingGateway;

    /// <summary>What it is.</summary>
    public PartyKind Kind => Phone is not null ? PartyKind.Phone : Gateway is not null ? PartyKind.MappingGateway : PartyKind.RoutingGateway;

    /// <summary>Its name.</summary>
    public string Name => Endpoint?.Name ?? Carrier!.Name;
}

using Tandem.Switching.Fields;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Accounts;

/// <summary>The kinds of objects that are their fields.</summary>
public static class ObjectKinds
{
    /// <summary>Carriers' gateways.</summary>
    public static readonly ObjectKind<RoutingGateway> RoutingGateways = new()
    {
        Slug = "routing-gateway", Catalogue = RoutingGatewayFields.Catalogue, Blank = name => new RoutingGateway { Name = name }, NameOf = gateway => gateway.Name,
        TableOf = directory => directory.RoutingGateways, Problems = (gateway, directory) => RoutingGatewayFields.Problems(gateway).Concat(CarrierLogins.Problems(gateway, directory)),
        Secret = new(gateway => gateway.SealedPassword, (gateway, password) => gateway with { SealedPassword = password }, gateway => gateway.SecretOwner,
            gateway => gateway.Registers ? "A gateway that registers needs a password." : null),
    };

    /// <summary>Groups of gateways.</summary>
    public static readonly ObjectKind<GatewayGroup> GatewayGroups = new()
    {
        Slug = "gateway-group", Catalogue = GatewayGroupFields.Catalogue, Blank = name => new GatewayGroup { Name = name }, NameOf = group => group.Name,
        TableOf = directory => directory.GatewayGroups, Problems = (group, _) => GatewayGroupFields.Problems(group), Group = GroupKind.Gateways,
    };

    /// <summary>Groups of numbers.</summary>
    public static readonly ObjectKind<NumberGroup> NumberGroups = new()
    {
        Slug = "number-group", Catalogue = NumberGroupFields.Catalogue, Blank = name => new NumberGroup { Name = name }, NameOf = group => group.Name,
        TableOf = directory => directory.NumberGroups, Group = GroupKind.Numbers,
    };

    /// <summary>The number-transform table.</summary>
    public static readonly ObjectKind<NumberTransform> NumberTransforms = new()
    {
        Slug = "number-transform", Catalogue = NumberTransformFields.Catalogue, Blank = name => new NumberTransform { Name = name }, NameOf = transform => transform.Name,
        TableOf = directory => directory.NumberTransforms, Problems = (transform, _) => NumberTransformFields.Problems(transform),
    };
}

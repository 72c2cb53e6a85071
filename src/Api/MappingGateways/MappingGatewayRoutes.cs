using System.ComponentModel;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Endpoints;
using Tandem.Switching.Accounts;

namespace Tandem.Api.MappingGateways;

/// <summary>A mapping gateway as the API shows it.</summary>
public sealed record MappingGatewayView : EndpointView
{
    internal MappingGatewayView(MappingGateway gateway, int registrations)
        : base(gateway, registrations) => Name = gateway.Name;

    /// <summary>Its name.</summary>
    [Description("Its name: the user part of its address and its digest user name.")]
    public string Name { get; }
}

/// <summary>The body that adds a mapping gateway.</summary>
public sealed record NewMappingGateway : EndpointChange
{
    /// <summary>Its name.</summary>
    [Description("Its name, 1–64 letters, digits and - _ . ~ + * #; unique among phones and gateways.")]
    public required string Name { get; init; }
}

/// <summary>/api/v1/mapping-gateways.</summary>
internal static class MappingGatewayRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api) => new EndpointRoutes<MappingGateway, MappingGatewayView, NewMappingGateway>(
        "mapping-gateways", "mapping gateway", "mapping gateways", "name",
        (gateway, registrations) => new MappingGatewayView(gateway, registrations), body => body.Name).Map(api);
}

using System.ComponentModel;
using Tandem.Api.Endpoints;
using Tandem.Switching.Accounts;

namespace Tandem.Api.MappingGateways;

/// <summary>A mapping gateway as the API shows it.</summary>
public sealed record MappingGatewayView : EndpointView
{
    internal MappingGatewayView(MappingGateway gateway, IDictionary<string, object> calls, int registrations)
        : base(gateway, calls, registrations) => Name = gateway.Name;

    /// <summary>Its name.</summary>
    [Description("Its name: the user part of its address and its digest user name.")]
    public string Name { get; }
}

/// <summary>The body that adds a mapping gateway.</summary>
public sealed record NewMappingGateway : EndpointChange<MappingGateway>
{
    /// <summary>Its name.</summary>
    [Description("Its name, 1–64 letters, digits and - _ . ~ + * #; unique among phones and gateways.")]
    public required string Name { get; init; }
}

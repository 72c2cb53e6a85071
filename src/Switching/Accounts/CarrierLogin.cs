using Tandem.Switching.Gateways;

namespace Tandem.Switching.Accounts;

/// <summary>A routing gateway as the registrar sees it: the name and password under which it registers with the switch.</summary>
public sealed record CarrierLogin : Endpoint
{
    /// <summary>The gateway.</summary>
    public required RoutingGateway Gateway { get; init; }

    /// <inheritdoc/>
    public override string SecretOwner => Gateway.SecretOwner;

    /// <summary>The login of a gateway.</summary>
    internal static CarrierLogin Of(RoutingGateway gateway) =>
        new() { Name = gateway.Name, Gateway = gateway, SealedPassword = gateway.SealedPassword, Locked = gateway.Locked };
}

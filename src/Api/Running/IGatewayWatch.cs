using Tandem.Switching.Gateways;

namespace Tandem.Api.Running;

/// <summary>What the running switch knows of its routing gateways; the server implements it.</summary>
public interface IGatewayWatch
{
    /// <summary>How far the resolving of a gateway's addresses has come.</summary>
    GatewayResolution ResolutionOf(RoutingGateway gateway);

    /// <summary>The registrations with carriers, in the order of the gateways' names.</summary>
    Task<IReadOnlyList<OutboundRegistrationState>> RegistrationsAsync();
}

/// <summary>How far the resolving of a gateway has come.</summary>
/// <param name="ResolvedAt">When its addresses were found the last time; null for never.</param>
/// <param name="Error">Why they are not known or are those of an earlier time; null when all is well.</param>
public readonly record struct GatewayResolution(DateTimeOffset? ResolvedAt, string? Error);

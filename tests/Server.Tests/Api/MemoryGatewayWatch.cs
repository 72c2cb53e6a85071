using Tandem.Api.Running;
using Tandem.Switching.Gateways;

namespace Tandem.Server.Tests.Api;

/// <summary>What a test says of its gateways.</summary>
public sealed class MemoryGatewayWatch : IGatewayWatch
{
    public GatewayResolution Resolution { get; set; }

    public List<OutboundRegistrationState> Registrations { get; } = [];

    public GatewayResolution ResolutionOf(RoutingGateway gateway) => Resolution;

    public Task<IReadOnlyList<OutboundRegistrationState>> RegistrationsAsync() => Task.FromResult<IReadOnlyList<OutboundRegistrationState>>(Registrations);
}

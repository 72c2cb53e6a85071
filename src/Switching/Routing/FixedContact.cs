using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>Where a phone is called that is not registered, because its operator has set an address.</summary>
internal static class FixedContact
{
    /// <summary>The target at the number that was dialled; none without an address, and while no listener can reach it.</summary>
    public static ImmutableArray<CallTarget> Of(Phone phone, string number, RoutingState state)
    {
        if (phone.Calls.Address is not { } address) return [];
        var transport = address.Transport ?? SipTransport.Udp;
        var port = address.Port == 0 ? transport.DefaultPort() : address.Port;
        return IpEndpoint.TryParse(GatewayUri.Bracketed(address.Host), port, out var remote) && state.FlowTo(transport, remote) is { } flow
            ? GatewayTargets.Of([new GatewayTarget(flow, address.Host)], number)
            : [];
    }
}

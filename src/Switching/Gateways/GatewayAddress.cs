using Tandem.Sip.Flows;

namespace Tandem.Switching.Gateways;

/// <summary>Where a gateway is, as its operator wrote it: an address or a name that DNS resolves (RFC 3263).</summary>
/// <param name="Host">An IP address or a host name, without brackets.</param>
/// <param name="Port">The port; 0 = by SRV records for a name, else the transport's default.</param>
/// <param name="Transport">The transport; null = by NAPTR and SRV records for a name, else UDP.</param>
public readonly record struct GatewayAddress(string Host, ushort Port = 0, SipTransport? Transport = null);

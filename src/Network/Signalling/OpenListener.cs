using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>One listening address that is open.</summary>
/// <param name="Index">Its index, carried by the flows of what it receives; the same for as long as it is open.</param>
/// <param name="Listen">What the operator asked for.</param>
/// <param name="Asked">The address of it that was asked for; a listener without an address has one of each family.</param>
/// <param name="Local">The address really bound.</param>
public sealed record OpenListener(ushort Index, SipListen Listen, IpEndpoint Asked, IpEndpoint Local)
{
    /// <summary>How an operator writes it: udp:192.0.2.1:5060.</summary>
    public override string ToString() => new SipListen(Listen.Transport, Local, Local.Port).ToString();
}

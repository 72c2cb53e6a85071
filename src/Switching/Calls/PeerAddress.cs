using System.Text;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Records;

namespace Tandem.Switching.Calls;

/// <summary>
/// Where requests in a dialog with a gateway go: to its Contact, or the proxy that it recorded (RFC 3261 §12.2.1.1), when that
/// is an address. A phone is reached where it was heard from, since what it writes is wrong behind NAT.
/// </summary>
internal static class PeerAddress
{
    /// <summary>
    /// Notes where a request within the dialog came from: a phone that has connected again, or whose NAT has given it another port,
    /// is reached there from now on. By another transport it came for this request only (RFC 3261 §18.1.1).
    /// </summary>
    public static void Heard(CallLeg leg, in Flow from)
    {
        if (leg.Party.Kind == PartyKind.Phone && from.Transport == leg.Dialog.Flow.Transport) leg.Dialog.Flow = from;
    }

    /// <summary>Sets the flow of the leg's dialog after its target or route set may have changed.</summary>
    public static void Follow(CallLeg leg)
    {
        var flow = leg.Dialog.Flow;
        // A stream connection stands already, and leads to the same peer.
        if (leg.Party.Kind == PartyKind.Phone || flow.Transport != SipTransport.Udp) return;
        if (!SipUri.TryParse(leg.Dialog.NextHop, out var uri) || uri.TryGetParameter("transport"u8, out var transport) && !Ascii.EqualsIgnoreCase(transport, "udp"u8)) return;
        var port = uri.Port == 0 ? SipTransport.Udp.DefaultPort() : uri.Port;
        if (!IpEndpoint.TryParseHost(uri.Host, port, out var next) || next == flow.Remote) return;
        // A private address told from elsewhere is that of a gateway behind NAT.
        if (AddressScopes.Of(next) != AddressScopes.Of(flow.Remote)) return;
        leg.Dialog.Flow = flow with { Remote = next };
    }
}

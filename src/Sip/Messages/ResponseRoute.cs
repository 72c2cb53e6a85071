using Tandem.Sip.Flows;

namespace Tandem.Sip.Messages;

/// <summary>Where the response to a request goes. RFC 3261 §18.2.2, RFC 3581 §4.</summary>
public static class ResponseRoute
{
    private const ushort DefaultUdpPort = 5060;

    /// <summary>The flow of the response.</summary>
    /// <remarks>
    /// Over a connection it is the request's own flow. Over UDP it is the address the request came from, and of that the port
    /// it came from when rport asks for it, else the port of sent-by or 5060. A maddr is ignored: it would let a request send
    /// its answer to an address that the sender does not hold.
    /// </remarks>
    /// <param name="request">The request, whose topmost Via could be read.</param>
    /// <param name="received">What the request came in on.</param>
    public static Flow For(SipMessage request, in Flow received)
    {
        if (received.Transport != SipTransport.Udp) return received;
        ref readonly var via = ref request.TopViaParts;
        if (via.HasRport) return received;
        var port = via.Port == 0 ? DefaultUdpPort : via.Port;
        return received with { Remote = received.Remote.WithPort(port) };
    }
}

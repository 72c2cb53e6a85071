namespace Tandem.Sip.Flows;

/// <summary>The transport of a flow. RFC 3261 §18, RFC 7118 §5. The numbers are stored with bindings and never change.</summary>
public enum SipTransport : byte
{
    /// <summary>UDP, the only one that can lose or repeat a message and the only one whose source can be forged.</summary>
    Udp = 0,
    /// <summary>TCP.</summary>
    Tcp = 1,
    /// <summary>TLS over TCP.</summary>
    Tls = 2,
    /// <summary>WebSocket over HTTP.</summary>
    Ws = 3,
    /// <summary>WebSocket over HTTPS.</summary>
    Wss = 4,
}

/// <summary>What follows from a transport.</summary>
public static class SipTransportRules
{
    /// <summary>True when the transport delivers in order and without loss, so that no message is sent twice (RFC 3261 §17).</summary>
    public static bool IsReliable(this SipTransport transport) => transport != SipTransport.Udp;

    /// <summary>True when the messages are encrypted on the way.</summary>
    public static bool IsSecure(this SipTransport transport) => transport is SipTransport.Tls or SipTransport.Wss;

    /// <summary>The transport's name in a Via sent-protocol (RFC 3261 §20.42): UDP, TCP, TLS, WS, WSS.</summary>
    public static ReadOnlySpan<byte> ViaName(this SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP"u8,
        SipTransport.Tcp => "TCP"u8,
        SipTransport.Tls => "TLS"u8,
        SipTransport.Ws => "WS"u8,
        _ => "WSS"u8,
    };

    /// <summary>The port when none is named: 5061 for TLS, 80 and 443 for WebSocket, else 5060 (RFC 3261 §19.1.2, RFC 7118 §5.2).</summary>
    public static ushort DefaultPort(this SipTransport transport) => transport switch
    {
        SipTransport.Tls => 5061,
        SipTransport.Ws => 80,
        SipTransport.Wss => 443,
        _ => 5060,
    };
}

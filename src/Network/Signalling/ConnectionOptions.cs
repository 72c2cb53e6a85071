using Tandem.Sip.Messages;

namespace Tandem.Network.Signalling;

/// <summary>The bounds of stream connections (TCP, TLS, WebSocket): how many, how long, how much.</summary>
public sealed record ConnectionOptions
{
    /// <summary>The defaults.</summary>
    public static ConnectionOptions Default { get; } = new();

    /// <summary>Connections in all, accepted and opened by us.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Accepted connections of one source: an IPv4 address or an IPv6 /64, which one subscriber usually has whole.</summary>
    public int MaxPerSource { get; init; } = 200;

    /// <summary>Connections being opened by us at one time.</summary>
    public int MaxConnecting { get; init; } = 256;

    /// <summary>From accepting a connection (TLS handshake included) to its first whole message.</summary>
    public TimeSpan FirstMessageWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the first byte of a message to its last.</summary>
    public TimeSpan MessageWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From our starting to open a connection to its being ready, TLS handshake included.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without a byte from the peer; a CRLF keep-alive (RFC 5626 §3.5.1) counts as life.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Bytes that may wait for a peer that does not read; one more closes the connection.</summary>
    public int MaxOutput { get; init; } = 256 * 1024;

    /// <summary>The kernel's buffer for each direction of a connection, in bytes.</summary>
    public int KernelBuffer { get; init; } = 64 * 1024;

    /// <summary>The TOS byte of what is sent, asked for when a connection begins.</summary>
    public Func<byte> PacketMark { get; init; } = () => 0;

    /// <summary>The bounds of one message.</summary>
    public SipLimits Message { get; init; } = SipLimits.Default;
}

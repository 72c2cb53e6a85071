using Tandem.Sip.Flows;

namespace Tandem.Network.Capture;

/// <summary>A SIP message as a capture shows it.</summary>
/// <param name="time">Milliseconds since the Unix epoch.</param>
/// <param name="transport">How it travelled.</param>
/// <param name="source">Where it came from.</param>
/// <param name="destination">Where it went; of the same address family.</param>
/// <param name="bytes">The whole message.</param>
public readonly ref struct CapturedMessage(long time, SipTransport transport, IpEndpoint source, IpEndpoint destination, ReadOnlySpan<byte> bytes)
{
    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long Time { get; } = time;

    /// <summary>How it travelled.</summary>
    public SipTransport Transport { get; } = transport;

    /// <summary>Where it came from.</summary>
    public IpEndpoint Source { get; } = source;

    /// <summary>Where it went.</summary>
    public IpEndpoint Destination { get; } = destination;

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}

using Tandem.Sip.Flows;

namespace Tandem.Switching.Tracing;

/// <summary>One message of a call as it is read back from the ring.</summary>
/// <param name="Time">Milliseconds since the Unix epoch.</param>
/// <param name="Sent">True for one that we sent.</param>
/// <param name="Transport">How it travelled.</param>
/// <param name="Local">Our address.</param>
/// <param name="Remote">The peer's.</param>
/// <param name="Bytes">The whole message.</param>
public sealed record TracedMessage(long Time, bool Sent, SipTransport Transport, IpEndpoint Local, IpEndpoint Remote, byte[] Bytes)
{
    /// <summary>Where it came from.</summary>
    public IpEndpoint Source => Sent ? Local : Remote;

    /// <summary>Where it went.</summary>
    public IpEndpoint Destination => Sent ? Remote : Local;
}

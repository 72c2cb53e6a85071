using Tandem.Sip.Flows;

namespace Tandem.Media.Relay;

/// <summary>Lends ports through which the media of calls passes. Any thread may call it; no call waits.</summary>
public interface IMediaRelay
{
    /// <summary>Opens one media stream: a pair of ports, RTP and RTCP, towards each side. Null when no ports are left.</summary>
    /// <param name="kind">What flows.</param>
    IRelayStream? Open(RelayKind kind);
}

/// <summary>What flows through a stream.</summary>
public enum RelayKind : byte
{
    /// <summary>RTP with RTCP on the next port.</summary>
    Rtp,
    /// <summary>Datagrams of any kind on one port, such as T.38 over UDPTL: nothing is read in them.</summary>
    Datagrams,
}

/// <summary>The side of a stream.</summary>
public enum RelaySide : byte
{
    /// <summary>The caller's.</summary>
    Caller = 0,
    /// <summary>The callee's.</summary>
    Callee = 1,
}

/// <summary>One stream that is relayed between two sides.</summary>
public interface IRelayStream
{
    /// <summary>Our RTP port towards a side: what its peer is told. RTCP is the next one.</summary>
    ushort PortTowards(RelaySide side);

    /// <summary>
    /// Says where a side wants its media, as its SDP has it. The first packets that come from elsewhere may move it (symmetric
    /// RTP: behind NAT the SDP is wrong) until the source is latched; a new address here unlatches. A default endpoint sends nothing to that side.
    /// </summary>
    /// <param name="side">The side that told it.</param>
    /// <param name="rtp">Where it wants RTP.</param>
    /// <param name="rtcp">Where it wants RTCP; the next port of <paramref name="rtp"/> when it did not say.</param>
    /// <param name="signalling">Where its signalling comes from: a packet from this address may latch, besides the SDP's own.</param>
    /// <param name="anySource">True when a packet from any address may latch while nobody better has come: the operator trusts the side's network.</param>
    void SetRemote(RelaySide side, in IpEndpoint rtp, in IpEndpoint rtcp, in IpEndpoint signalling, bool anySource = false);

    /// <summary>
    /// Says what a side's SDP has agreed on. The codec is that of both ways: of an offer and its answer, the answer comes last and
    /// decides. Each side numbers the telephone events that it wants to hear itself (RFC 3264 §5.1).
    /// </summary>
    /// <param name="side">The side that told it.</param>
    /// <param name="clockRate">The RTP clock of its first codec in Hz, for the jitter; 0 = 8000.</param>
    /// <param name="telephoneEvents">The payload type of the telephone events (RFC 4733) that are sent to it, 1–127; 0 = none are counted.</param>
    void SetCodec(RelaySide side, int clockRate, byte telephoneEvents);

    /// <summary>Says that a side changed in the middle of the call (a transfer): what is latched of it is forgotten.</summary>
    void Forget(RelaySide side);

    /// <summary>What was measured so far of what came from a side.</summary>
    RelayStatistics Read(RelaySide from);

    /// <summary>Gives the ports back; the numbers can still be read.</summary>
    void Close();
}

/// <summary>What was measured of the packets from one side of a stream.</summary>
/// <param name="Packets">RTP packets relayed.</param>
/// <param name="Bytes">Their payload in bytes.</param>
/// <param name="Lost">Packets missing by their sequence numbers (RFC 3550 §A.3).</param>
/// <param name="JitterMicroseconds">The present interarrival jitter (RFC 3550 §A.8).</param>
/// <param name="MaxJitterMicroseconds">The greatest jitter seen.</param>
/// <param name="Mos">The estimated mean opinion score in hundredths, 100–450; 0 = nothing heard.</param>
/// <param name="RoundTripMicroseconds">The latest round trip by RTCP between the two parties; 0 = not known.</param>
/// <param name="Refused">Packets from elsewhere, refused.</param>
/// <param name="DtmfEvents">Telephone events seen (RFC 4733), each counted once.</param>
/// <param name="LastPacketAt">When the latest packet came, in milliseconds since the Unix epoch; 0 = never.</param>
/// <param name="Source">The latched source; default when none is.</param>
public readonly record struct RelayStatistics(
    long Packets, long Bytes, long Lost, int JitterMicroseconds, int MaxJitterMicroseconds, int Mos, int RoundTripMicroseconds,
    long Refused, int DtmfEvents, long LastPacketAt, IpEndpoint Source)
{
    /// <summary>
    /// So many packets are a voice. Fewer are what devices send to open a NAT, a single comfort noise packet, or a key, and nobody
    /// hears anything of them: five are a tenth of a second.
    /// </summary>
    public const int FewestPackets = 5;

    /// <summary>Whether the side was heard at all; if only one of the two was, the call's audio went one way.</summary>
    public bool IsHeard => Packets >= FewestPackets;
}

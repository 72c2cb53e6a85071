using Tandem.Media.Relay;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>
/// One stream of a session description: an m= line and what belongs to it, with what the session says for all streams. A value:
/// a copy stays as it is when the description is used again, though its slices need the body that they were read from.
/// </summary>
public struct MediaDescription
{
    /// <summary>What kind of media it is.</summary>
    public MediaKind Kind { get; internal set; }

    /// <summary>How it is carried.</summary>
    public MediaProtocol Protocol { get; internal set; }

    /// <summary>Which ways it shall flow, as seen by who wrote the description; the session's when the stream says nothing.</summary>
    public MediaDirection Direction { get; internal set; }

    /// <summary>The media type's name in the body.</summary>
    public Slice KindName { get; internal set; }

    /// <summary>The protocol's name in the body.</summary>
    public Slice ProtocolName { get; internal set; }

    /// <summary>The port, 0–65535; 0 = the stream is refused or ended (RFC 3264 §6, §8.2).</summary>
    public ushort Port { get; internal set; }

    /// <summary>How many ports from there on, as in 49170/2; 1 when it does not say.</summary>
    public int PortCount { get; internal set; }

    /// <summary>
    /// Where the media is wanted: the stream's address, else the session's, with the port. Default when there is no sending
    /// there: port 0, the address 0.0.0.0 or ::, a name, an address of many hosts.
    /// </summary>
    public IpEndpoint Rtp { get; internal set; }

    /// <summary>
    /// Where RTCP is wanted: what a=rtcp says (RFC 3605), else the port after <see cref="Rtp"/>; default when there is none. It
    /// does not heed a=rtcp-mux, because a relayed stream is never multiplexed (<see cref="RelayRewrite"/> takes the offer of it
    /// away), and then these are the ports in force (RFC 5761 §5.1.1).
    /// </summary>
    public IpEndpoint Rtcp { get; internal set; }

    /// <summary>True when RTP and RTCP on one port are offered or accepted (RFC 5761).</summary>
    public bool HasRtcpMux { get; internal set; }

    /// <summary>True when ICE is offered or accepted for it (RFC 8839 §5.4): by the stream itself or by the session for all streams.</summary>
    public bool HasIce { get; internal set; }

    /// <summary>True when its address is 0.0.0.0 or ::, the older way to say hold (RFC 3264 §8.4).</summary>
    public bool HasNullAddress { get; internal set; }

    /// <summary>The payload type of the first codec, 0–127; -1 when it is not RTP or has none. Telephone events and comfort noise are no codecs.</summary>
    public int PayloadType { get; internal set; }

    /// <summary>The RTP clock of that codec in Hz; 0 when it is not known.</summary>
    public int ClockRate { get; internal set; }

    /// <summary>The payload type of telephone events (RFC 4733), with the codec's clock rate if there are several; -1 = none.</summary>
    public int TelephoneEventPayloadType { get; internal set; }

    /// <summary>True for RTP in any of its profiles.</summary>
    public readonly bool IsRtp => Protocol is not (MediaProtocol.Other or MediaProtocol.Udptl);

    /// <summary>True when it consists of datagrams that a relay can pass on: RTP over UDP, and T.38 over UDP.</summary>
    public readonly bool IsRelayable => Protocol != MediaProtocol.Other;

    /// <summary>How a relay treats it, when <see cref="IsRelayable"/>.</summary>
    public readonly RelayKind RelayKind => IsRtp ? RelayKind.Rtp : RelayKind.Datagrams;

    /// <summary>True for a living stream in which who wrote the description does not want to hear anything (RFC 3264 §8.4).</summary>
    public readonly bool IsOnHold =>
        Port != 0 && (HasNullAddress || Direction is MediaDirection.SendOnly or MediaDirection.Inactive);

    /// <summary>The name of the first codec (PCMA, opus, t38 …), case as written; empty when it is not known.</summary>
    /// <param name="body">The body that this was read from.</param>
    public readonly ReadOnlySpan<byte> CodecName(ReadOnlySpan<byte> body) =>
        WrittenCodec.Length > 0 ? WrittenCodec.Of(body) : PayloadTypes.NameOf(PayloadType);

    /// <summary>The port and its count as written.</summary>
    internal Slice PortText { get; set; }

    /// <summary>The formats of the m= line.</summary>
    internal Slice Formats { get; set; }

    /// <summary>The codec's name as written; empty when its payload type says it.</summary>
    internal Slice WrittenCodec { get; set; }

    /// <summary>Its own c= line.</summary>
    internal SdpAddress Connection { get; set; }

    /// <summary>The port of a=rtcp; -1 = there is none.</summary>
    internal int RtcpPort { get; set; }

    /// <summary>The address of a=rtcp.</summary>
    internal SdpAddress RtcpAddress { get; set; }

    /// <summary>True when the stream said itself which ways it flows.</summary>
    internal bool HasDirection { get; set; }
}

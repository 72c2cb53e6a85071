using Tandem.Media.Relay;
using Tandem.Media.Sdp;
using Tandem.Sip.Flows;
using Tandem.Switching.Records;

namespace Tandem.Switching.Calls;

/// <summary>
/// The media of one call: whether it is relayed, the streams it holds, and what becomes of an SDP body on its way from one
/// leg to the other (RFC 3264).
/// </summary>
internal sealed class CallMedia(IMediaRelay relay)
{
    // One parser's state serves all calls of a thread: a body is read and written within one call.
    [ThreadStatic]
    private static SessionDescription? _parsed;

    private static readonly string[] ClosedDirections = ["a=sendonly\r\n", "a=recvonly\r\n", "a=inactive\r\n"];

    private readonly List<Slot> _slots = [];
    private readonly int[] _keysInInfo = new int[2];

    /// <summary>Whether media passes the relay; decided before each attempt.</summary>
    public bool Relayed { get; set; }

    /// <summary>True when a stream was opened at any time of the call.</summary>
    public bool WasRelayed => _slots.Count > 0;

    /// <summary>Why <see cref="Pass"/> returned -1 the last time.</summary>
    public CallEndReason Refusal { get; private set; }

    /// <summary>True for the body of a party that finds its way to the other by ICE and takes no other (WebRTC).</summary>
    public static bool NeedsIce(ReadOnlySpan<byte> body)
    {
        var parsed = _parsed ??= new SessionDescription();
        return SdpParser.TryParse(body, parsed) && parsed.NeedsIce;
    }

    /// <summary>True for a body that puts all media on hold (RFC 3264 §8.4).</summary>
    public static bool IsOnHold(ReadOnlySpan<byte> body)
    {
        var parsed = _parsed ??= new SessionDescription();
        return SdpParser.TryParse(body, parsed) && parsed.IsOnHold;
    }

    /// <summary>How media comes from who sent this body.</summary>
    public static MediaFlow FlowFrom(ReadOnlySpan<byte> body)
    {
        var parsed = _parsed ??= new SessionDescription();
        if (!SdpParser.TryParse(body, parsed)) return MediaFlow.Steady;
        var flow = MediaFlow.None;
        foreach (ref readonly var media in parsed.Media)
        {
            if (media.Port == 0 || !media.IsRelayable || media.Direction is MediaDirection.ReceiveOnly or MediaDirection.Inactive) continue;
            if (media.IsRtp) return MediaFlow.Steady;
            flow = MediaFlow.InTurns;
        }
        return flow;
    }

    /// <summary>Where a body wants its audio; default when it does not say or is none.</summary>
    public static IpEndpoint AddressIn(ReadOnlySpan<byte> body)
    {
        var parsed = _parsed ??= new SessionDescription();
        return SdpParser.TryParse(body, parsed) && parsed.FirstAudio >= 0 ? parsed.Media[parsed.FirstAudio].Rtp : default;
    }

    /// <summary>
    /// Writes the body of <paramref name="from"/> as <paramref name="to"/> is to see it, and keeps both. Returns the body's
    /// length in <paramref name="space"/>; 0 when it is no SDP or has no room; -1 when it cannot be relayed, for the reason in <see cref="Refusal"/>.
    /// </summary>
    /// <param name="from">The leg it came from; null when it is one kept from before.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="to">The leg it goes to.</param>
    /// <param name="local">Our address towards that leg's peer.</param>
    /// <param name="space">Where it is written.</param>
    /// <param name="isForAnother">
    /// True for a body that was written for another party (a transfer): whom that one had on hold is not on hold for this one.
    /// </param>
    public int Pass(CallLeg from, ReadOnlySpan<byte> body, CallLeg to, in IpEndpoint local, Span<byte> space, bool isForAnother = false)
    {
        var parsed = _parsed ??= new SessionDescription();
        if (isForAnother) body = OpenDirections(body);
        if (!SdpParser.TryParse(body, parsed)) return 0;
        if (Relayed && parsed.NeedsIce) return Refuse(CallEndReason.MediaNotRelayable);
        Span<ushort> ports = stackalloc ushort[parsed.MediaCount];
        ports.Clear();
        if (Relayed && !TakePorts(parsed, from, to.Side, ports)) return Refuse(CallEndReason.NoMediaPort);
        NoteParty(from, parsed, body);
        if (!isForAnother) from.SdpReceived = Keep(from.SdpReceived, body);
        var relayAddress = Relayed ? local : default;
        // The session is the leg's, so that it stays the same when the leg comes to another call (RFC 3264 §8).
        var sessionId = to.Dialog.LocalTag.Value >> 8;
        var length = RelayRewrite.Write(body, parsed, new SdpOrigin(sessionId, to.SdpVersion, local), relayAddress, ports, space);
        if (length == 0 || space[..length].SequenceEqual(to.SdpSent)) return length;
        // Another body is another version.
        length = RelayRewrite.Write(body, parsed, new SdpOrigin(sessionId, ++to.SdpVersion, local), relayAddress, ports, space);
        to.SdpSent = space[..length].ToArray();
        return length;
    }

    /// <summary>
    /// A party is being called, and what it says may arrive before the answer that tells where from: until then its signalling's address
    /// speaks for it, and for whoever was called before nothing does any more.
    /// </summary>
    public void Expect(CallLeg leg)
    {
        foreach (var slot in _slots) slot.Stream.SetRemote(leg.Side, default, default, leg.Flow.Remote, leg.MediaAnySource);
    }

    /// <summary>A side is another party from now on: what was latched of it is forgotten.</summary>
    public void Forget(RelaySide side)
    {
        foreach (var slot in _slots) slot.Stream.Forget(side);
    }

    /// <summary>When the latest packet came from a side; 0 = never. Only of relayed audio.</summary>
    public long LastPacketFrom(RelaySide side)
    {
        var last = 0L;
        foreach (var slot in _slots) last = Math.Max(last, slot.Stream.Read(side).LastPacketAt);
        return last;
    }

    /// <summary>What was measured of what came from a side: of its first stream, the audio.</summary>
    public MediaQuality QualityFrom(RelaySide side)
    {
        var keys = _keysInInfo[(int)side];
        if (_slots.Count == 0) return default(MediaQuality) with { DtmfEvents = keys };
        var read = _slots[0].Stream.Read(side);
        return new MediaQuality(
            read.Packets, read.Lost, read.MaxJitterMicroseconds, read.Mos, read.RoundTripMicroseconds, read.Refused, !read.IsHeard, read.DtmfEvents + keys);
    }

    /// <summary>A side tells in an INFO of a key that was pressed.</summary>
    public void CountKey(RelaySide side) => _keysInInfo[(int)side]++;

    /// <summary>The latched media source of a side; default when there is none.</summary>
    public IpEndpoint SourceOf(RelaySide side) => _slots.Count == 0 ? default : _slots[0].Stream.Read(side).Source;

    /// <summary>Gives all ports back.</summary>
    public void Close()
    {
        foreach (var slot in _slots) slot.Stream.Close();
    }

    private int Refuse(CallEndReason reason)
    {
        Refusal = reason;
        return -1;
    }

    private bool TakePorts(SessionDescription parsed, CallLeg from, RelaySide to, Span<ushort> ports)
    {
        for (var i = 0; i < parsed.MediaCount; i++)
        {
            ref readonly var media = ref parsed.Media[i];
            if (media.Port == 0 || !media.IsRelayable) continue;
            if (StreamOf(i, media) is not { } stream) return false;
            var side = to == RelaySide.Caller ? RelaySide.Callee : RelaySide.Caller;
            stream.SetRemote(side, media.Rtp, media.Rtcp, from.Flow.Remote, from.MediaAnySource);
            stream.SetCodec(side, media.ClockRate, TelephoneEventOf(media));
            ports[i] = stream.PortTowards(to);
        }
        return true;
    }

    private IRelayStream? StreamOf(int line, in MediaDescription media)
    {
        foreach (var slot in _slots)
        {
            if (slot.Line == line && slot.Kind == media.RelayKind) return slot.Stream;
        }
        if (relay.Open(media.RelayKind) is not { } stream) return null;
        _slots.Add(new Slot(line, media.RelayKind, stream));
        return stream;
    }

    private static byte TelephoneEventOf(in MediaDescription media) => (byte)Math.Max(media.TelephoneEventPayloadType, 0);

    private static byte[] OpenDirections(ReadOnlySpan<byte> body)
    {
        var text = System.Text.Encoding.Latin1.GetString(body);
        foreach (var closed in ClosedDirections) text = text.Replace(closed, "a=sendrecv\r\n", StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }

    private static void NoteParty(CallLeg from, SessionDescription parsed, ReadOnlySpan<byte> body)
    {
        if (parsed.FirstAudio < 0) return;
        var audio = parsed.Media[parsed.FirstAudio];
        from.Party = from.Party with { MediaAddress = audio.Rtp, Codec = CodecName(audio.CodecName(body)) };
    }

    // The usual names are shared, since every record has two.
    private static string CodecName(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("PCMA"u8) ? "PCMA"
        : name.SequenceEqual("PCMU"u8) ? "PCMU"
        : name.SequenceEqual("G729"u8) ? "G729"
        : System.Text.Encoding.UTF8.GetString(name[..Math.Min(name.Length, 32)]);

    private static byte[] Keep(byte[] kept, ReadOnlySpan<byte> body) => body.SequenceEqual(kept) ? kept : body.ToArray();

    private readonly record struct Slot(int Line, RelayKind Kind, IRelayStream Stream);
}

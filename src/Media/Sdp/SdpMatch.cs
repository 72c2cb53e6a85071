using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>Whether two bodies that were written without knowledge of each other can serve as offer and answer (RFC 3264 §6).</summary>
public static class SdpMatch
{
    /// <summary>
    /// True when both have the same streams in the same order, each living one with at least one codec in common (§6.1); what
    /// else either of them lists does no harm. False for what is no SDP.
    /// </summary>
    public static bool IsPossible(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (!TryRead(a, out var streamsOfA) || !TryRead(b, out var streamsOfB) || streamsOfA.Count != streamsOfB.Count) return false;
        for (var i = 0; i < streamsOfA.Count; i++)
        {
            if (!streamsOfA[i].Fits(streamsOfB[i])) return false;
        }
        return streamsOfA.Count > 0;
    }

    private static bool TryRead(ReadOnlySpan<byte> body, out List<Stream> streams)
    {
        streams = [];
        var parsed = new SessionDescription();
        if (!SdpParser.TryParse(body, parsed)) return false;
        foreach (ref readonly var media in parsed.Media) streams.Add(new Stream(body, media));
        var lines = new SdpLines(body);
        var stream = -1;
        var maps = new RtpMaps();
        while (lines.MoveNext())
        {
            var value = lines.Value.Of(body);
            if (lines.Type == 'm')
            {
                if (stream >= 0) streams[stream].ReadCodecs(body, maps);
                stream++;
                maps.Clear();
            }
            else if (stream >= 0 && lines.Type == 'a' && value.StartsWith("rtpmap:"u8))
            {
                maps.Read(body, new Slice(lines.Value.Offset + "rtpmap:".Length, lines.Value.Length - "rtpmap:".Length));
            }
        }
        if (stream >= 0) streams[stream].ReadCodecs(body, maps);
        return stream + 1 == streams.Count;
    }

    private sealed class Stream(ReadOnlySpan<byte> body, in MediaDescription media)
    {
        private readonly string _kind = Text(media.KindName.Of(body)) + ' ' + Text(media.ProtocolName.Of(body));
        private readonly bool _isLive = media.Port != 0;
        private readonly bool _isRtp = media.IsRtp;
        private readonly Slice _formats = media.Formats;
        private readonly HashSet<string> _codecs = [];

        public bool Fits(Stream other) =>
            _kind == other._kind && (!_isLive || !other._isLive || !_isRtp || _codecs.Overlaps(other._codecs));

        public void ReadCodecs(ReadOnlySpan<byte> body, RtpMaps maps)
        {
            var fields = new SdpFields(body, _formats);
            for (var field = fields.Next(); field.Length > 0; field = fields.Next())
            {
                var payloadType = RtpMaps.TypeOf(field.Of(body));
                if (payloadType < 0 || maps.NameOf(body, payloadType) is not { IsEmpty: false } name) continue;
                // Events and noise are nothing to talk with.
                if (!SdpNames.Is(name, "telephone-event"u8) && !SdpNames.Is(name, "CN"u8)) _codecs.Add($"{Text(name)}/{maps.ClockRateOf(payloadType)}");
            }
        }

        private static string Text(ReadOnlySpan<byte> name) => System.Text.Encoding.Latin1.GetString(name).ToUpperInvariant();
    }
}

using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>
/// Reads a session description (RFC 8866) in one pass into offsets. It reads what a switch needs to know of a body that it
/// passes on; what it does not know it goes over.
/// </summary>
public static class SdpParser
{
    /// <summary>Reads a body. Never throws for what the bytes are, and allocates nothing.</summary>
    /// <param name="body">The body, which the slices of the description point into.</param>
    /// <param name="into">The description to fill; what it held before is forgotten.</param>
    /// <returns>False when the body is refused; <see cref="SessionDescription.Rejection"/> says why.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, SessionDescription into)
    {
        into.Begin();
        return into.End(Read(body, into)) == SdpRejection.None;
    }

    private static SdpRejection Read(ReadOnlySpan<byte> body, SessionDescription into)
    {
        if (body.Length > SdpLimits.MaxLength) return SdpRejection.TooLong;
        var lines = new SdpLines(body);
        if (!lines.MoveNext() || lines.Type != 'v' || !lines.Value.Of(body).SequenceEqual("0"u8)) return SdpRejection.NotSdp;
        for (var count = 1; lines.MoveNext(); count++)
        {
            if (count == SdpLimits.MaxLines) return SdpRejection.TooManyLines;
            var rejection = ReadLine(body, lines.Type, lines.Value, into);
            if (rejection != SdpRejection.None) return rejection;
        }
        if (lines.IsBroken) return SdpRejection.BadLine;
        if (into.MediaCount > 0) StreamCompletion.Complete(body, into);
        return into.Origin.Length > 0 ? SdpRejection.None : SdpRejection.MissingOrigin;
    }

    private static SdpRejection ReadLine(ReadOnlySpan<byte> body, byte type, Slice value, SessionDescription into)
    {
        switch (type)
        {
            case (byte)'a':
                ReadAttribute(body, value, into);
                return SdpRejection.None;
            case (byte)'m':
                return ReadMedia(body, value, into);
            case (byte)'c':
                return ReadConnection(body, value, into);
            case (byte)'o':
                return ReadOrigin(value, into);
            default:
                return SdpRejection.None;
        }
    }

    private static SdpRejection ReadOrigin(Slice value, SessionDescription into)
    {
        if (into.MediaCount > 0 || into.Origin.Length > 0) return SdpRejection.MisplacedOrigin;
        into.Origin = value;
        return value.Length > 0 ? SdpRejection.None : SdpRejection.MissingOrigin;
    }

    // Several c= lines of one stream are layers of a multicast; the first one counts.
    private static SdpRejection ReadConnection(ReadOnlySpan<byte> body, Slice value, SessionDescription into)
    {
        var fields = new SdpFields(body, value);
        if (!SdpAddress.TryRead(body, ref fields, out var address)) return SdpRejection.BadConnection;
        if (into.MediaCount > 0)
        {
            if (!into.Current.Connection.IsPresent) into.Current.Connection = address;
        }
        else if (!into.Connection.IsPresent)
        {
            into.Connection = address;
            into.ConnectionText = value;
        }
        return SdpRejection.None;
    }

    // m= media SP port ["/" count] SP proto *(SP fmt)
    private static SdpRejection ReadMedia(ReadOnlySpan<byte> body, Slice value, SessionDescription into)
    {
        if (into.Origin.Length == 0) return SdpRejection.MissingOrigin;
        if (into.MediaCount == SdpLimits.MaxMedia) return SdpRejection.TooManyMedia;
        if (into.MediaCount > 0) StreamCompletion.Complete(body, into);
        var fields = new SdpFields(body, value);
        var media = new MediaDescription { PayloadType = -1, TelephoneEventPayloadType = -1, RtcpPort = -1 };
        media.KindName = fields.Next();
        media.Kind = SdpNames.KindOf(media.KindName.Of(body));
        media.PortText = fields.Next();
        if (!TryReadPort(media.PortText.Of(body), ref media)) return SdpRejection.BadMedia;
        media.ProtocolName = fields.Next();
        media.Protocol = SdpNames.ProtocolOf(media.ProtocolName.Of(body));
        media.Formats = fields.Rest;
        if (media.ProtocolName.Length == 0) return SdpRejection.BadMedia;
        into.Add(in media);
        return SdpRejection.None;
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, ref MediaDescription media)
    {
        var slash = text.IndexOf((byte)'/');
        uint count = 1;
        if (slash >= 0 && !SdpFields.TryReadNumber(text[(slash + 1)..], ushort.MaxValue, out count)) return false;
        if (!SdpFields.TryReadNumber(slash < 0 ? text : text[..slash], ushort.MaxValue, out var port)) return false;
        media.Port = (ushort)port;
        media.PortCount = (int)count;
        return true;
    }

    private static void ReadAttribute(ReadOnlySpan<byte> body, Slice value, SessionDescription into)
    {
        var (name, argument) = SdpAttribute.Split(body, value);
        if (argument.Length == 0 && SdpNames.TryReadDirection(name.Of(body), out var direction)) SetDirection(direction, into);
        if (SdpNames.Is(name.Of(body), "ice-ufrag"u8)) SetIce(into);
        if (into.MediaCount == 0)
        {
            into.Bundles |= RelayedAttributes.IsBundle(name.Of(body), argument.Of(body));
            return;
        }
        if (SdpNames.Is(name.Of(body), "rtpmap"u8)) into.RtpMaps.Read(body, argument);
        else if (SdpNames.Is(name.Of(body), "rtcp-mux"u8)) into.Current.HasRtcpMux = true;
        else if (SdpNames.Is(name.Of(body), "rtcp"u8)) ReadRtcp(body, argument, ref into.Current);
    }

    private static void SetIce(SessionDescription into)
    {
        if (into.MediaCount == 0) into.HasIce = true;
        else into.Current.HasIce = true;
    }

    private static void SetDirection(MediaDirection direction, SessionDescription into)
    {
        if (into.MediaCount == 0)
        {
            into.Direction = direction;
            return;
        }
        into.Current.Direction = direction;
        into.Current.HasDirection = true;
    }

    // rtcp-attribute = "a=rtcp:" port [nettype SP addrtype SP connection-address] (RFC 3605 §2.1)
    private static void ReadRtcp(ReadOnlySpan<byte> body, Slice value, ref MediaDescription media)
    {
        var fields = new SdpFields(body, value);
        if (!SdpFields.TryReadNumber(fields.Next().Of(body), ushort.MaxValue, out var port)) return;
        media.RtcpPort = (int)port;
        media.RtcpAddress = SdpAddress.TryRead(body, ref fields, out var address) ? address : default;
    }
}

using Tandem.Sip.Flows;

namespace Tandem.Media.Sdp;

/// <summary>What can be said of a stream only when all its lines are read: addresses, direction, codec.</summary>
internal static class StreamCompletion
{
    /// <summary>Completes the stream that was read last.</summary>
    public static void Complete(ReadOnlySpan<byte> body, SessionDescription session)
    {
        ref var media = ref session.Current;
        if (!media.HasDirection) media.Direction = session.Direction;
        media.HasIce |= session.HasIce;
        SetAddresses(ref media, media.Connection.IsPresent ? media.Connection : session.Connection);
        if (media.IsRtp) SetCodec(body, ref media, session.RtpMaps);
        else media.WrittenCodec = new SdpFields(body, media.Formats).Next();
    }

    private static void SetAddresses(ref MediaDescription media, in SdpAddress connection)
    {
        media.HasNullAddress = connection.IsNull;
        if (connection.Address == default || media.Port == 0) return;
        media.Rtp = connection.Address.WithPort(media.Port);
        if (!media.IsRtp) return;
        var rtcp = media.RtcpAddress.IsPresent ? media.RtcpAddress.Address : connection.Address;
        var port = media.RtcpPort < 0 ? media.Port + 1 : media.RtcpPort;
        if (rtcp != default && port is > 0 and <= ushort.MaxValue) media.Rtcp = rtcp.WithPort((ushort)port);
    }

    private static void SetCodec(ReadOnlySpan<byte> body, ref MediaDescription media, RtpMaps maps)
    {
        media.PayloadType = FirstCodec(body, in media, maps);
        if (media.PayloadType < 0) return;
        media.WrittenCodec = maps.WrittenNameOf(media.PayloadType);
        media.ClockRate = maps.ClockRateOf(media.PayloadType);
        media.TelephoneEventPayloadType = TelephoneEvent(body, in media, maps);
    }

    private static int FirstCodec(ReadOnlySpan<byte> body, in MediaDescription media, RtpMaps maps)
    {
        var first = -1;
        var fields = new SdpFields(body, media.Formats);
        for (var field = fields.Next(); field.Length > 0; field = fields.Next())
        {
            var payloadType = RtpMaps.TypeOf(field.Of(body));
            if (payloadType < 0) continue;
            if (first < 0) first = payloadType;
            var name = maps.NameOf(body, payloadType);
            if (!IsTelephoneEvent(name) && !SdpNames.Is(name, "CN"u8)) return payloadType;
        }
        return first;
    }

    private static int TelephoneEvent(ReadOnlySpan<byte> body, in MediaDescription media, RtpMaps maps)
    {
        var first = -1;
        var fields = new SdpFields(body, media.Formats);
        for (var field = fields.Next(); field.Length > 0; field = fields.Next())
        {
            var payloadType = RtpMaps.TypeOf(field.Of(body));
            if (payloadType < 0 || !IsTelephoneEvent(maps.NameOf(body, payloadType))) continue;
            if (maps.ClockRateOf(payloadType) == media.ClockRate) return payloadType;
            if (first < 0) first = payloadType;
        }
        return first;
    }

    private static bool IsTelephoneEvent(ReadOnlySpan<byte> name) => SdpNames.Is(name, "telephone-event"u8);
}

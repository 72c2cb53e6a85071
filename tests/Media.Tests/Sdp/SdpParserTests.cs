using System.Text;
using Tandem.Media.Relay;
using Tandem.Media.Sdp;

namespace Tandem.Media.Tests.Sdp;

public class SdpParserTests
{
    [Fact]
    public void A_phones_voice_stream_is_read_with_the_sessions_address()
    {
        var body = Bodies.Of(Bodies.Phone);
        var media = Assert.Single(Bodies.Read(body).Media.ToArray());
        Assert.Equal((MediaKind.Audio, MediaProtocol.RtpAvp, MediaDirection.SendReceive), (media.Kind, media.Protocol, media.Direction));
        Assert.Equal("192.168.1.20:49170", media.Rtp.ToString());
        Assert.Equal("192.168.1.20:49171", media.Rtcp.ToString());
        Assert.Equal(("PCMA", 8, 8000, 101), (CodecOf(media, body), media.PayloadType, media.ClockRate, media.TelephoneEventPayloadType));
        Assert.True(media.IsRelayable && media.RelayKind == RelayKind.Rtp && !media.HasRtcpMux && !media.IsOnHold);
    }

    [Fact]
    public void A_browsers_streams_are_read_each_with_its_own_address()
    {
        var body = Bodies.Of(Bodies.Browser);
        var media = Bodies.Read(body).Media.ToArray();
        Assert.Equal(["203.0.113.77:54400", "[2001:db8::7]:54402"], media.Select(m => m.Rtp.ToString()));
        Assert.Equal(["203.0.113.78:54401", "[2001:db8::7]:54403"], media.Select(m => m.Rtcp.ToString()));
        Assert.Equal(["opus", "VP8"], media.Select(m => CodecOf(m, body)));
        Assert.Equal([48000, 90000], media.Select(m => m.ClockRate));
        Assert.Equal([MediaDirection.SendReceive, MediaDirection.ReceiveOnly], media.Select(m => m.Direction));
        Assert.All(media, m => Assert.True(m.HasRtcpMux && m.IsRelayable));
    }

    [Theory]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:F7gI\n", true)]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 9 RTP/SAVPF 111", "a=ice-ufrag:F7gI\n", true)]
    [InlineData("a=group:BUNDLE 0\na=ice-ufrag:F7gI\n", "m=audio 9 UDP/TLS/RTP/SAVP 111", "", true)]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 0 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:F7gI\n", false)]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "", false)]
    [InlineData("a=group:LS 0\n", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:F7gI\n", false)]
    [InlineData("", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=ice-ufrag:F7gI\n", false)]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 4000 RTP/AVP 0", "a=ice-ufrag:F7gI\n", false)]
    [InlineData("a=group:BUNDLE 0\n", "m=audio 4000 RTP/SAVP 0", "a=ice-ufrag:F7gI\n", false)]
    public void A_browser_is_known_by_what_it_bundles_and_keys_and_needs_ICE(string session, string media, string more, bool needsIce) =>
        Assert.Equal(needsIce, Bodies.Read(Bodies.Of($"v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n{session}{media}\n{more}")).NeedsIce);

    [Fact]
    public void A_browsers_whole_body_needs_ICE_and_a_phones_does_not()
    {
        Assert.True(Bodies.Read(Bodies.Of(Bodies.Browser)).NeedsIce);
        Assert.False(Bodies.Read(Bodies.Of(Bodies.Phone)).NeedsIce);
    }

    [Fact]
    public void The_telephone_events_with_the_codecs_clock_are_taken() =>
        Assert.Equal(110, Bodies.Read(Bodies.Of(Bodies.Browser)).Media[0].TelephoneEventPayloadType);

    [Fact]
    public void Fax_over_udptl_is_relayed_as_datagrams_without_rtcp()
    {
        var body = Bodies.Of(Bodies.Fax);
        var description = Bodies.Read(body);
        var (voice, fax) = (description.Media[0], description.Media[1]);
        Assert.Equal((0, default), (voice.Port, voice.Rtp));
        Assert.Equal((MediaKind.Image, MediaProtocol.Udptl, RelayKind.Datagrams), (fax.Kind, fax.Protocol, fax.RelayKind));
        Assert.Equal("203.0.113.5:30002", fax.Rtp.ToString());
        Assert.Equal(default, fax.Rtcp);
        Assert.Equal(("t38", -1), (CodecOf(fax, body), fax.PayloadType));
        Assert.Equal(-1, description.FirstAudio);
    }

    [Theory]
    [InlineData("RTP/AVP", MediaProtocol.RtpAvp, true)]
    [InlineData("rtp/avp", MediaProtocol.RtpAvp, true)]
    [InlineData("RTP/AVPF", MediaProtocol.RtpAvpf, true)]
    [InlineData("RTP/SAVP", MediaProtocol.RtpSavp, true)]
    [InlineData("RTP/SAVPF", MediaProtocol.RtpSavpf, true)]
    [InlineData("UDP/TLS/RTP/SAVP", MediaProtocol.UdpTlsRtpSavp, true)]
    [InlineData("UDP/TLS/RTP/SAVPF", MediaProtocol.UdpTlsRtpSavpf, true)]
    [InlineData("UDPTL", MediaProtocol.Udptl, true)]
    [InlineData("TCP/RTP/AVP", MediaProtocol.Other, false)]
    [InlineData("TCP/MSRP", MediaProtocol.Other, false)]
    public void Protocols_are_known_and_only_datagrams_can_be_relayed(string name, MediaProtocol protocol, bool relayable)
    {
        var media = Bodies.Read(Bodies.Voice($"m=audio 4000 {name} 0")).Media[0];
        Assert.Equal((protocol, relayable), (media.Protocol, media.IsRelayable));
    }

    [Theory]
    [InlineData("audio", MediaKind.Audio)]
    [InlineData("video", MediaKind.Video)]
    [InlineData("image", MediaKind.Image)]
    [InlineData("text", MediaKind.Text)]
    [InlineData("application", MediaKind.Application)]
    [InlineData("message", MediaKind.Message)]
    [InlineData("hologram", MediaKind.Other)]
    public void Media_types_are_known(string name, MediaKind kind)
    {
        var body = Bodies.Voice($"m={name} 4000 RTP/AVP 0");
        var media = Bodies.Read(body).Media[0];
        Assert.Equal(kind, media.Kind);
        Assert.Equal(name, Encoding.ASCII.GetString(media.KindName.Of(body)));
    }

    [Theory]
    [InlineData("0.0.0.0", true)]
    [InlineData("phone.example.com", false)]
    [InlineData("224.2.1.1/127/3", false)]
    [InlineData("255.255.255.255", false)]
    public void An_address_that_nothing_can_be_sent_to_is_none(string address, bool isNull)
    {
        var media = Bodies.Read(Bodies.Voice(connection: $"c=IN IP4 {address}")).Media[0];
        Assert.Equal((default, default, isNull), (media.Rtp, media.Rtcp, media.HasNullAddress));
        Assert.Equal(4000, media.Port);
    }

    [Theory]
    [InlineData("::", true)]
    [InlineData("ff15::101/3", false)]
    [InlineData("2001:db8:::1", false)]
    public void An_ipv6_address_that_nothing_can_be_sent_to_is_none(string address, bool isNull)
    {
        var media = Bodies.Read(Bodies.Voice(connection: $"c=IN IP6 {address}")).Media[0];
        Assert.Equal((default, isNull), (media.Rtp, media.HasNullAddress));
    }

    [Fact]
    public void Without_any_connection_line_there_is_no_address() =>
        Assert.Equal(default, Bodies.Read(Bodies.Voice(connection: "")).Media[0].Rtp);

    [Theory]
    [InlineData("a=rtcp:5000\n", "192.0.2.1:5000")]
    [InlineData("a=rtcp:5000 IN IP4 192.0.2.7\n", "192.0.2.7:5000")]
    [InlineData("a=rtcp:70000\n", "192.0.2.1:4001")]
    [InlineData("a=rtcp:5000 IN IP4\n", "192.0.2.1:5000")]
    [InlineData("a=rtcp:5000 IN IP4 0.0.0.0\n", "[::]:0")]
    [InlineData("a=rtcp:0\n", "[::]:0")]
    [InlineData("a=rtcp-mux\n", "192.0.2.1:4001")]
    public void Rtcp_is_wanted_where_it_is_said_or_on_the_next_port(string attribute, string rtcp) =>
        Assert.Equal(rtcp, Bodies.Read(Bodies.Voice(more: attribute)).Media[0].Rtcp.ToString());

    [Fact]
    public void The_last_port_has_none_after_it_for_rtcp() =>
        Assert.Equal(default, Bodies.Read(Bodies.Voice("m=audio 65535 RTP/AVP 0")).Media[0].Rtcp);

    [Fact]
    public void A_count_of_ports_is_read()
    {
        var media = Bodies.Read(Bodies.Voice("m=audio 4000/3 RTP/AVP 0")).Media[0];
        Assert.Equal((4000, 3), (media.Port, media.PortCount));
    }

    [Theory]
    [InlineData("sendonly", "", MediaDirection.SendOnly)]
    [InlineData("sendonly", "a=recvonly\n", MediaDirection.ReceiveOnly)]
    [InlineData("inactive", "a=sendrecv\n", MediaDirection.SendReceive)]
    [InlineData("inactive", "", MediaDirection.Inactive)]
    public void A_streams_direction_goes_before_the_sessions(string session, string own, MediaDirection direction) =>
        Assert.Equal(direction, Bodies.Read(Bodies.Voice(connection: $"c=IN IP4 192.0.2.1\na={session}", more: own)).Media[0].Direction);

    [Theory]
    [InlineData("8 0", "", "PCMA", 8000, -1)]
    [InlineData("9", "", "G722", 8000, -1)]
    [InlineData("96 0", "", "", 0, -1)]
    [InlineData("96 0", "a=rtpmap:96 iLBC/8000\n", "iLBC", 8000, -1)]
    [InlineData("101 13 0", "a=rtpmap:101 telephone-event/8000\n", "PCMU", 8000, 101)]
    [InlineData("101", "a=rtpmap:101 TELEPHONE-EVENT/8000\n", "TELEPHONE-EVENT", 8000, 101)]
    [InlineData("97 101", "a=rtpmap:97 opus/48000/2\na=rtpmap:101 telephone-event/8000\n", "opus", 48000, 101)]
    [InlineData("0", "a=rtpmap:101 telephone-event/8000\n", "PCMU", 8000, -1)]
    [InlineData("96", "a=rtpmap:96 odd/99999999999\na=rtpmap:999 x/1\na=rtpmap:\na=rtpmap:96\na=rtpmap:96 /8000\n", "", 0, -1)]
    [InlineData("", "", "", 0, -1)]
    [InlineData("* 300", "", "", 0, -1)]
    public void The_first_codec_and_the_telephone_events_are_found(string formats, string maps, string codec, int clock, int events)
    {
        var body = Bodies.Voice($"m=audio 4000 RTP/AVP {formats}", more: maps);
        var media = Bodies.Read(body).Media[0];
        Assert.Equal((codec, clock, events), (CodecOf(media, body), media.ClockRate, media.TelephoneEventPayloadType));
    }

    [Fact]
    public void The_maps_of_one_stream_say_nothing_of_the_next()
    {
        var body = Bodies.Voice("m=audio 4000 RTP/AVP 96", more: "a=rtpmap:96 iLBC/8000\nm=audio 4002 RTP/AVP 96\n");
        Assert.Equal(["iLBC", ""], Bodies.Read(body).Media.ToArray().Select(m => CodecOf(m, body)));
    }

    [Fact]
    public void Lines_may_end_with_a_bare_LF_and_the_last_one_not_at_all()
    {
        var body = "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n\nm=audio 4000 RTP/AVP 0"u8.ToArray();
        Assert.Equal("192.0.2.1:4000", Bodies.Read(body).Media[0].Rtp.ToString());
    }

    [Fact]
    public void A_description_is_used_again_without_a_trace_of_the_one_before()
    {
        var description = Bodies.Read(Bodies.Of(Bodies.Browser));
        var body = Bodies.Voice(connection: "");
        Assert.True(SdpParser.TryParse(body, description));
        Assert.Equal(Bodies.Read(body).Media.ToArray(), description.Media.ToArray());
    }

    [Theory]
    [InlineData("", SdpRejection.NotSdp)]
    [InlineData("hello", SdpRejection.NotSdp)]
    [InlineData("v=1\no=x\n", SdpRejection.NotSdp)]
    [InlineData("v=0\ns=-\n", SdpRejection.MissingOrigin)]
    [InlineData("v=0\nm=audio 1 RTP/AVP 0\no=x\n", SdpRejection.MissingOrigin)]
    [InlineData("v=0\no=\no=x\n", SdpRejection.MissingOrigin)]
    [InlineData("v=0\no=x\no=y\n", SdpRejection.MisplacedOrigin)]
    [InlineData("v=0\no=x\nm=audio 1 RTP/AVP 0\no=y\n", SdpRejection.MisplacedOrigin)]
    [InlineData("v=0\no=x\n a=folded\n", SdpRejection.BadLine)]
    [InlineData("v=0\no=x\nA=upper\n", SdpRejection.BadLine)]
    [InlineData("v=0\no=x\na\n", SdpRejection.BadLine)]
    [InlineData("v=0\no=x\na=b\0c\n", SdpRejection.BadLine)]
    [InlineData("v=0\no=x\nc=IN IP4\n", SdpRejection.BadConnection)]
    [InlineData("v=0\no=x\nc=IN IP5 1\n", SdpRejection.BadConnection)]
    [InlineData("v=0\no=x\nm=audio\n", SdpRejection.BadMedia)]
    [InlineData("v=0\no=x\nm=audio 65536 RTP/AVP 0\n", SdpRejection.BadMedia)]
    [InlineData("v=0\no=x\nm=audio -1 RTP/AVP 0\n", SdpRejection.BadMedia)]
    [InlineData("v=0\no=x\nm=audio +1 RTP/AVP 0\n", SdpRejection.BadMedia)]
    [InlineData("v=0\no=x\nm=audio 1/ RTP/AVP 0\n", SdpRejection.BadMedia)]
    [InlineData("v=0\no=x\nm=audio 1\n", SdpRejection.BadMedia)]
    public void What_is_no_description_is_refused_by_name(string text, SdpRejection rejection) =>
        Assert.Equal(rejection, Bodies.RejectionOf(Bodies.Of(text)));

    [Fact]
    public void A_CR_that_ends_no_line_is_refused_lest_the_peer_finds_a_line_behind_it() =>
        Assert.Equal(SdpRejection.BadLine, Bodies.RejectionOf("v=0\r\no=x\r\na=b\rc=IN IP4 192.0.2.1\r\n"u8.ToArray()));

    [Theory]
    [InlineData(SdpLimits.MaxMedia, SdpRejection.None)]
    [InlineData(SdpLimits.MaxMedia + 1, SdpRejection.TooManyMedia)]
    public void There_are_so_many_streams_and_no_more(int count, SdpRejection rejection) =>
        Assert.Equal(rejection, Verdict(Bodies.Voice(more: Repeated("m=audio 4000 RTP/AVP 0\n", count - 1))));

    [Theory]
    [InlineData(SdpLimits.MaxLines, SdpRejection.None)]
    [InlineData(SdpLimits.MaxLines + 1, SdpRejection.TooManyLines)]
    public void There_are_so_many_lines_and_no_more(int count, SdpRejection rejection) =>
        Assert.Equal(rejection, Verdict(Bodies.Voice(more: Repeated("a=x\n", count - 6))));

    [Theory]
    [InlineData(SdpLimits.MaxLength, SdpRejection.None)]
    [InlineData(SdpLimits.MaxLength + 1, SdpRejection.TooLong)]
    public void A_body_has_so_many_bytes_and_no_more(int length, SdpRejection rejection)
    {
        var padding = length - Bodies.Voice(more: "a=\n").Length;
        Assert.Equal(rejection, Verdict(Bodies.Voice(more: "a=" + new string('x', padding) + "\n")));
    }

    private static SdpRejection Verdict(byte[] body)
    {
        var description = new SessionDescription();
        SdpParser.TryParse(body, description);
        return description.Rejection;
    }

    private static string Repeated(string line, int times) => string.Concat(Enumerable.Repeat(line, times));

    private static string CodecOf(MediaDescription media, byte[] body) => Encoding.ASCII.GetString(media.CodecName(body));
}

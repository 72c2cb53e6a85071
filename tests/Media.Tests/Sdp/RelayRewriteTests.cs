using System.Text;
using Tandem.Media.Sdp;
using Tandem.Sip.Flows;

namespace Tandem.Media.Tests.Sdp;

public class RelayRewriteTests
{
    private static readonly IpEndpoint Ours = IpEndpoint.FromV4(0xC6336401, 0);

    private static readonly SdpOrigin Origin = new(77, 3, Ours);

    [Fact]
    public void Without_a_relay_only_the_origin_changes() =>
        Assert.Equal(
            Bodies.Phone.Replace("o=alice 2890844526 2890844527 IN IP4 192.168.1.20", "o=- 77 3 IN IP4 198.51.100.1", StringComparison.Ordinal),
            Rewritten(Bodies.Of(Bodies.Phone), default, []));

    [Fact]
    public void A_relayed_stream_has_our_address_and_port_and_all_else_stays() =>
        Assert.Equal(
            Bodies.Phone
                .Replace("o=alice 2890844526 2890844527 IN IP4 192.168.1.20", "o=- 77 3 IN IP4 198.51.100.1", StringComparison.Ordinal)
                .Replace("c=IN IP4 192.168.1.20", "c=IN IP4 198.51.100.1", StringComparison.Ordinal)
                .Replace("m=audio 49170 ", "m=audio 40000 ", StringComparison.Ordinal),
            Rewritten(Bodies.Of(Bodies.Phone), Ours, [40000]));

    [Fact]
    public void Nothing_of_a_browsers_body_leads_past_the_relay() =>
        Assert.Equal(
            """
            v=0
            o=- 77 3 IN IP4 198.51.100.1
            s=-
            t=0 0
            a=msid-semantic: WMS
            m=audio 40000 UDP/TLS/RTP/SAVPF 111 9 0 110 126
            c=IN IP4 198.51.100.1
            a=rtcp:40001
            a=fingerprint:sha-256 D2:FA:0E:C3
            a=setup:actpass
            a=mid:0
            a=rtcp-fb:111 transport-cc
            a=rtpmap:111 opus/48000/2
            a=rtpmap:110 telephone-event/48000
            a=rtpmap:126 telephone-event/8000
            m=video 40002 UDP/TLS/RTP/SAVPF 96
            c=IN IP4 198.51.100.1
            a=rtcp:40003
            a=recvonly
            a=rtpmap:96 VP8/90000
            a=mid:1

            """,
            Rewritten(Bodies.Of(Bodies.Browser), Ours, [40000, 40002]));

    [Fact]
    public void A_closed_stream_stays_closed_and_does_not_tell_an_address()
    {
        var text = Rewritten(Bodies.Of(Bodies.Fax), Ours, [40000, 40002]);
        Assert.Contains("m=audio 0 RTP/AVP 0\nm=image 40002 udptl t38\na=T38FaxVersion:0\n", text);
        Assert.DoesNotContain("10.0.0.9", text);
        Assert.DoesNotContain("203.0.113.5", text);
        Assert.DoesNotContain("a=rtcp", text);
    }

    [Fact]
    public void A_closed_streams_own_address_is_hidden_too() =>
        Assert.DoesNotContain("10.0.0.9", Rewritten(Bodies.Voice(more: "m=video 0 RTP/AVP 96\nc=IN IP4 10.0.0.9\n"), Ours, [40000, 0]));

    [Fact]
    public void An_ipv6_relay_is_named_as_one()
    {
        Assert.True(IpEndpoint.TryParse("2001:db8::5", 0, out var relay));
        Assert.Contains("\nc=IN IP6 2001:db8::5\n", Rewritten(Bodies.Voice(), relay, [40000]));
    }

    [Fact]
    public void The_address_that_says_hold_stays()
    {
        var text = Rewritten(Bodies.Voice(connection: "c=IN IP4 0.0.0.0", more: "m=video 5000 RTP/AVP 96\nc=IN IP4 192.0.2.8\n"), Ours, [40000, 40002]);
        Assert.Contains("\nc=IN IP4 0.0.0.0\nt=0 0\nm=audio 40000 ", text);
        Assert.Contains("m=video 40002 RTP/AVP 96\nc=IN IP4 198.51.100.1\n", text);
    }

    [Fact]
    public void A_stream_that_is_not_relayed_beside_one_that_is_keeps_its_address_and_its_candidates()
    {
        var body = Bodies.Voice(more: "m=application 9000 TCP/BFCP *\ni=screen\na=candidate:1\na=rtcp-mux\n");
        Assert.EndsWith(
            """
            c=IN IP4 198.51.100.1
            t=0 0
            m=audio 40000 RTP/AVP 0
            m=application 9000 TCP/BFCP *
            i=screen
            c=IN IP4 192.0.2.1
            a=candidate:1
            a=rtcp-mux

            """,
            Rewritten(body, Ours, [40000, 40002]));
    }

    [Fact]
    public void A_stream_without_a_port_of_ours_is_left_as_it_is()
    {
        var text = Rewritten(Bodies.Voice(more: "m=video 5000 RTP/AVP 96"), Ours, [40000]);
        Assert.EndsWith("m=video 5000 RTP/AVP 96\nc=IN IP4 192.0.2.1\n", text);
    }

    [Fact]
    public void A_relayed_stream_without_any_address_gets_ours() =>
        Assert.EndsWith("m=audio 40000 RTP/AVP 0\ni=x\nc=IN IP4 198.51.100.1\nb=AS:64\n",
            Rewritten(Bodies.Voice(connection: "", more: "i=x\nb=AS:64\n"), Ours, [40000]));

    [Fact]
    public void Several_addresses_and_a_count_of_ports_become_one() =>
        Assert.EndsWith("m=audio 40000 RTP/AVP 0\nc=IN IP4 198.51.100.1\n",
            Rewritten(Bodies.Voice("m=audio 4000/2 RTP/AVP 0", more: "c=IN IP4 192.0.2.3\nc=IN IP4 192.0.2.4\n"), Ours, [40000]));

    [Fact]
    public void The_rtcp_port_is_named_once_where_the_peer_named_it_or_wanted_it_with_rtp() =>
        Assert.EndsWith("m=audio 40000 RTP/AVP 0\na=rtcp:40001\na=ptime:20\n",
            Rewritten(Bodies.Voice(more: "a=rtcp-mux\na=ptime:20\na=rtcp:5000 IN IP4 10.0.0.1\na=RTCP-MUX\n"), Ours, [40000]));

    [Theory]
    [InlineData("a=source-filter: incl IN IP4 * 10.0.0.9")]
    [InlineData("a=remote-candidates:1 10.0.0.9 4000")]
    [InlineData("a=end-of-candidates")]
    [InlineData("a=ice-lite")]
    [InlineData("a=rtcp-mux-only")]
    [InlineData("a=bundle-only")]
    [InlineData("a=group:BUNDLE 0 1")]
    [InlineData("a=Candidate:1 1 UDP 1 10.0.0.9 4000 typ host")]
    public void What_leads_past_the_relay_is_left_out(string attribute) =>
        Assert.DoesNotContain(attribute, Rewritten(Bodies.Voice(more: attribute + "\n"), Ours, [40000]));

    [Theory]
    [InlineData("a=group:LS 0 1")]
    [InlineData("a=rtcp-fb:111 nack")]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc")]
    [InlineData("a=x-unknown:\u00e9")]
    [InlineData("k=prompt")]
    public void What_the_relay_does_not_touch_is_passed_on(string line) =>
        Assert.Contains($"\n{line}\n", Rewritten(Bodies.Voice(more: line + "\n"), Ours, [40000]));

    [Fact]
    public void What_is_written_is_read_again_as_what_was_meant()
    {
        var written = Write(Bodies.Of(Bodies.Browser), Ours, [40000, 40002]);
        Assert.Equal(["198.51.100.1:40000", "198.51.100.1:40002"], Bodies.Read(written).Media.ToArray().Select(m => m.Rtp.ToString()));
    }

    [Fact]
    public void A_buffer_that_is_too_small_by_one_byte_gets_nothing()
    {
        var body = Bodies.Of(Bodies.Browser);
        var parsed = Bodies.Read(body);
        var buffer = new byte[4096];
        var length = RelayRewrite.Write(body, parsed, in Origin, Ours, [40000, 40002], buffer);
        Assert.Equal(length, RelayRewrite.Write(body, parsed, in Origin, Ours, [40000, 40002], buffer.AsSpan(0, length)));
        for (var room = 0; room < length; room++)
        {
            Assert.Equal(0, RelayRewrite.Write(body, parsed, in Origin, Ours, [40000, 40002], buffer.AsSpan(0, room)));
        }
    }

    [Fact]
    public void Of_a_refused_body_nothing_is_written()
    {
        var parsed = new SessionDescription();
        SdpParser.TryParse("v=0\r\n"u8, parsed);
        Assert.Equal(0, RelayRewrite.Write("v=0\r\n"u8, parsed, in Origin, Ours, [], new byte[100]));
    }

    private static byte[] Write(byte[] body, IpEndpoint relay, ushort[] ports)
    {
        var to = new byte[8192];
        return to[..RelayRewrite.Write(body, Bodies.Read(body), in Origin, relay, ports, to)];
    }

    // Every line that comes out ends with CRLF; the tests leave out the CR.
    private static string Rewritten(byte[] body, IpEndpoint relay, ushort[] ports)
    {
        var text = Encoding.UTF8.GetString(Write(body, relay, ports));
        Assert.Equal(text.Count(c => c == '\n'), text.Count(c => c == '\r'));
        return text.Replace("\r", "", StringComparison.Ordinal);
    }
}

using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Tracing;

namespace Tandem.Switching.Tests.Tracing;

public class SipLadderTests
{
    private static readonly IpEndpoint Local = IpEndpoint.FromV4(0xC0000201, 5060);
    private static readonly IpEndpoint Alice = IpEndpoint.FromV4(0xC6336407, 5060);
    private static readonly IpEndpoint Carrier = IpEndpoint.FromV4(0xCB007109, 5070);
    private static readonly IpEndpoint Second = IpEndpoint.FromV4(0xCB00710A, 5070);

    [Fact]
    public void A_call_is_drawn_with_the_caller_left_and_the_carriers_right() => Assert.Equal(
        """
                        198.51.100.7:5060          tandem          203.0.113.9:5070    203.0.113.10:5070
        12:00:00.000            |---- INVITE SDP --->|                    |                    |
        12:00:00.001            |<--- 100 INVITE ----|                    |                    |
        12:00:00.002            |                    |---- INVITE SDP --->|                    |
        12:00:00.040            |                    |<--- 503 INVITE ----|                    |
        12:00:00.040            |                    |------- ACK ------->|                    |
        12:00:00.041            |                    |-------------- INVITE SDP -------------->|
        12:00:00.090            |                    |<----------- 200 INVITE SDP -------------|
        12:00:00.091            |<- 200 INVITE SDP --|                    |                    |

        """.ReplaceLineEndings("\n"),
        SipLadder.Draw(
            [
                Message(0, Alice, "INVITE", sdp: true), Message(1, Alice, "INVITE", 100), Message(2, Carrier, "INVITE", sdp: true, sent: true),
                Message(40, Carrier, "INVITE", 503, received: true), Message(40, Carrier, "ACK", sent: true), Message(41, Second, "INVITE", sdp: true, sent: true),
                Message(90, Second, "INVITE", 200, sdp: true, received: true), Message(91, Alice, "INVITE", 200, sdp: true),
            ],
            TimeZoneInfo.Utc));

    [Fact]
    public void Lines_fit_a_terminal_and_what_is_no_message_is_shown_as_such()
    {
        var ipv6 = new IpEndpoint(UInt128.Parse("42540766411282592856903984951653826561"), 5060);
        TracedMessage[] messages = [new(0, false, SipTransport.Udp, Local, ipv6, "\r\n"u8.ToArray()), Message(1, Carrier, "INVITE", 200)];
        var lines = SipLadder.Draw(messages, TimeZoneInfo.Utc).Split('\n');
        Assert.Contains(" ? ", lines[1]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Nothing_is_drawn_of_nothing() => Assert.Equal("", SipLadder.Draw([], TimeZoneInfo.Utc));

    private static TracedMessage Message(int at, IpEndpoint peer, string method, int status = 0, bool sdp = false, bool sent = false, bool received = false)
    {
        var start = status == 0 ? $"{method} sip:1@x SIP/2.0" : $"SIP/2.0 {status} Reason";
        var body = sdp ? "v=0\r\n" : "";
        var type = sdp ? "Content-Type: application/sdp;a=b\r\n" : "";
        var text = $"{start}\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: 1\r\nCSeq: 1 {method}\r\n{type}Content-Length: {body.Length}\r\n\r\n{body}";
        var isSent = sent || status > 0 && !received;
        var noon = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return new TracedMessage(noon + at, isSent, SipTransport.Udp, Local, peer, Encoding.ASCII.GetBytes(text));
    }
}

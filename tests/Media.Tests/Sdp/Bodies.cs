using System.Text;
using Tandem.Media.Sdp;

namespace Tandem.Media.Tests.Sdp;

/// <summary>Session descriptions as devices send them, and what reads them.</summary>
internal static class Bodies
{
    /// <summary>A phone that offers G.711, G.729 and telephone events.</summary>
    public const string Phone =
        """
        v=0
        o=alice 2890844526 2890844527 IN IP4 192.168.1.20
        s=-
        c=IN IP4 192.168.1.20
        t=0 0
        m=audio 49170 RTP/AVP 8 0 18 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:18 G729/8000
        a=fmtp:18 annexb=no
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        a=sendrecv

        """;

    /// <summary>Fax beside a voice stream that is given up.</summary>
    public const string Fax =
        """
        v=0
        o=gw 1 2 IN IP4 203.0.113.5
        s=SIP Call
        c=IN IP4 203.0.113.5
        t=0 0
        m=audio 0 RTP/AVP 0
        a=candidate:1 1 UDP 1 10.0.0.9 4000 typ host
        a=rtcp:4001 IN IP4 10.0.0.9
        m=image 30002 udptl t38
        a=T38FaxVersion:0
        a=T38FaxUdpEC:t38UDPRedundancy

        """;

    /// <summary>Voice and video over ICE, secured, with addresses of their own.</summary>
    public const string Browser =
        """
        v=0
        o=- 4611731400430051336 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-options:trickle
        a=msid-semantic: WMS
        m=audio 54400 UDP/TLS/RTP/SAVPF 111 9 0 110 126
        c=IN IP4 203.0.113.77
        a=rtcp:54401 IN IP4 203.0.113.78
        a=candidate:1 1 udp 2122260223 192.168.1.7 54400 typ host
        a=ice-ufrag:F7gI
        a=ice-pwd:x9cml/YzichV2+XlhiMu8g
        a=fingerprint:sha-256 D2:FA:0E:C3
        a=setup:actpass
        a=mid:0
        a=rtcp-mux
        a=rtcp-fb:111 transport-cc
        a=rtpmap:111 opus/48000/2
        a=rtpmap:110 telephone-event/48000
        a=rtpmap:126 telephone-event/8000
        m=video 54402 UDP/TLS/RTP/SAVPF 96
        c=IN IP6 2001:db8::7
        a=rtcp-mux
        a=recvonly
        a=rtpmap:96 VP8/90000
        a=mid:1

        """;

    /// <summary>All of them.</summary>
    public static readonly byte[][] All = [Of(Phone), Of(Fax), Of(Browser)];

    /// <summary>The bytes on the wire: every line ends with CRLF.</summary>
    public static byte[] Of(string text) => Encoding.UTF8.GetBytes(text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal));

    /// <summary>The shortest body with one voice stream, and further lines behind its m= line.</summary>
    public static byte[] Voice(string media = "m=audio 4000 RTP/AVP 0", string connection = "c=IN IP4 192.0.2.1", string more = "") =>
        Of($"v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\n{(connection.Length > 0 ? connection + "\n" : "")}t=0 0\n{media}\n{more}");

    /// <summary>What a body says that must be readable.</summary>
    public static SessionDescription Read(byte[] body)
    {
        var description = new SessionDescription();
        Assert.True(SdpParser.TryParse(body, description), $"refused as {description.Rejection}");
        return description;
    }

    /// <summary>Why a body is refused.</summary>
    public static SdpRejection RejectionOf(byte[] body)
    {
        var description = Read(Of(Phone));
        Assert.False(SdpParser.TryParse(body, description));
        Assert.Equal(0, description.MediaCount);
        return description.Rejection;
    }
}

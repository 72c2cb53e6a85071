using System.Text;
using Tandem.Media.Sdp;

namespace Tandem.Media.Tests.Sdp;

public class SdpMatchTests
{
    [Theory]
    [InlineData("audio 4000 RTP/AVP 8 0", "audio 5000 RTP/AVP 0 18", true)]
    [InlineData("audio 4000 RTP/AVP 8", "audio 5000 RTP/AVP 0", false)]
    // The number is nothing, the name is.
    [InlineData("audio 4000 RTP/AVP 111|a=rtpmap:111 opus/48000/2", "audio 5000 RTP/AVP 96|a=rtpmap:96 OPUS/48000/2", true)]
    [InlineData("audio 4000 RTP/AVP 96|a=rtpmap:96 opus/48000/2", "audio 5000 RTP/AVP 96|a=rtpmap:96 speex/16000", false)]
    [InlineData("audio 4000 RTP/AVP 96|a=rtpmap:96 speex/8000", "audio 5000 RTP/AVP 96|a=rtpmap:96 speex/16000", false)]
    [InlineData("audio 4000 RTP/AVP 8", "audio 5000 RTP/AVP 96|a=rtpmap:96 PCMA/8000", true)]
    [InlineData("audio 4000 RTP/AVP 8 101|a=rtpmap:101 telephone-event/8000", "audio 5000 RTP/AVP 0 101|a=rtpmap:101 telephone-event/8000", false)]
    [InlineData("audio 4000 RTP/AVP 8", "audio 5000 RTP/SAVP 8", false)]
    [InlineData("audio 4000 RTP/AVP 8", "video 5000 RTP/AVP 8", false)]
    [InlineData("image 4000 udptl t38", "image 5000 UDPTL t38", true)]
    [InlineData("audio 4000 RTP/AVP 8\nvideo 4002 RTP/AVP 34", "audio 5000 RTP/AVP 8", false)]
    [InlineData("audio 4000 RTP/AVP 8\nvideo 4002 RTP/AVP 34", "audio 5000 RTP/AVP 8\nvideo 0 RTP/AVP 31", true)]
    [InlineData("audio 4000 RTP/AVP 8\nvideo 4002 RTP/AVP 34", "video 4002 RTP/AVP 34\naudio 5000 RTP/AVP 8", false)]
    [InlineData("", "", false)]
    public void Two_offers_match_when_each_stream_has_a_codec_in_common(string a, string b, bool possible)
    {
        Assert.Equal(possible, SdpMatch.IsPossible(Body(a), Body(b)));
        Assert.Equal(possible, SdpMatch.IsPossible(Body(b), Body(a)));
    }

    [Fact]
    public void What_is_no_SDP_matches_nothing() =>
        Assert.False(SdpMatch.IsPossible("nonsense"u8, Body("audio 4000 RTP/AVP 8")));

    private static byte[] Body(string streams) => Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
        + string.Concat(streams.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(s => $"m={s.Replace("|", "\r\n", StringComparison.Ordinal)}\r\n")));
}

using Tandem.Media.Sdp;

namespace Tandem.Media.Tests.Sdp;

public class SdpComparisonTests
{
    [Theory]
    [InlineData("2890844527 IN", "2890844528 IN", true)]
    [InlineData("m=audio 49170", "m=audio 49172", false)]
    [InlineData("a=sendrecv\n", "", false)]
    [InlineData("a=sendrecv\n", "a=sendrecv\na=x\n", false)]
    [InlineData("a=sendrecv\n", "a=sendrec\0\n", false)]
    [InlineData("s=-", "t=-", false)]
    public void A_refresh_differs_in_its_origin_alone(string what, string by, bool same)
    {
        var other = Bodies.Of(Bodies.Phone.Replace(what, by, StringComparison.Ordinal));
        Assert.Equal(same, SdpComparison.AreSameButOrigin(Bodies.Of(Bodies.Phone), other));
        Assert.Equal(same, SdpComparison.AreSameButOrigin(other, Bodies.Of(Bodies.Phone)));
    }

    [Theory]
    [InlineData("a=sendrecv\n", false)]
    [InlineData("a=recvonly\n", false)]
    [InlineData("a=sendonly\n", true)]
    [InlineData("a=inactive\n", true)]
    [InlineData("c=IN IP4 0.0.0.0\n", true)]
    [InlineData("a=sendonly\nm=video 0 RTP/AVP 96\n", true)]
    [InlineData("a=sendonly\nm=video 5000 RTP/AVP 96\n", false)]
    public void A_session_is_on_hold_when_every_living_stream_is(string more, bool hold) =>
        Assert.Equal(hold, Bodies.Read(Bodies.Voice(more: more)).IsOnHold);

    [Fact]
    public void A_session_without_a_living_stream_is_not_on_hold() =>
        Assert.False(Bodies.Read(Bodies.Voice("m=audio 0 RTP/AVP 0", more: "a=inactive\n")).IsOnHold);
}

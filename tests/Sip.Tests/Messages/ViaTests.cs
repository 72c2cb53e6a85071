using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class ViaTests
{
    [Fact]
    public void A_via_gives_its_parts()
    {
        Assert.True(Via.TryParse(
            "SIP/2.0/TLS [2001:db8::1]:5061;Branch=z9hG4bK1;RPORT=7;received=192.0.2.1;maddr=224.2.0.1;ttl=1;alias"u8, out var via));
        Assert.Equal("TLS", Wire.Utf8(via.Transport));
        Assert.Equal("[2001:db8::1]", Wire.Utf8(via.Host));
        Assert.Equal(5061, via.Port);
        Assert.Equal("z9hG4bK1", Wire.Utf8(via.Branch));
        Assert.True(via.HasRport);
        Assert.Equal(7, via.Rport);
        Assert.Equal("192.0.2.1", Wire.Utf8(via.Received));
        Assert.Equal("224.2.0.1", Wire.Utf8(via.Maddr));
        Assert.True(Parameters.TryGet(via.Parameters, "alias"u8, out _));
    }

    [Theory]
    [InlineData("SIP/2.0/UDP h", false)]
    [InlineData("SIP/2.0/UDP h;rport", true)]
    [InlineData("SIP/2.0/UDP h;rport=", true)]
    [InlineData("sip/2.0/UDP h ; rport ; branch=x", true)]
    public void Rport_may_come_without_a_value(string text, bool hasRport)
    {
        Assert.True(Via.TryParse(Encoding.ASCII.GetBytes(text), out var via));
        Assert.Equal(hasRport, via.HasRport);
        Assert.Equal(0, via.Rport);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP/2.0 h")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP ")]
    [InlineData("SIP/2.0/ h")]
    [InlineData("SIP/2.0/UDPh:5060")]
    [InlineData("SIP/2.0/UDP h:65536")]
    [InlineData("SIP/2.0/UDP h:x")]
    [InlineData("SIP/2.0/UDP h x")]
    [InlineData("SIP/2.0/UDP [::1")]
    [InlineData("SIP/2.0/UDP ::1")]
    [InlineData("SIP/2.0/UDP h;rport=x")]
    [InlineData("SIP/2.0/UDP h;branch=\"x")]
    public void What_is_no_via_is_refused(string text) => Assert.False(Via.TryParse(Encoding.ASCII.GetBytes(text), out _));
}

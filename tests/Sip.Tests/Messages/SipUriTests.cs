using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class SipUriTests
{
    [Fact]
    public void A_uri_with_everything_gives_its_parts()
    {
        var uri = Parsed("sips:alice;x:secret@[2001:db8::1]:5071;transport=tcp;lr;a=%41?Subject=x&Priority=y");
        Assert.True(uri.IsSips);
        Assert.Equal("alice;x", Wire.Utf8(uri.User));
        Assert.Equal("secret", Wire.Utf8(uri.Password));
        Assert.Equal("[2001:db8::1]", Wire.Utf8(uri.Host));
        Assert.Equal(5071, uri.Port);
        Assert.Equal(";transport=tcp;lr;a=%41", Wire.Utf8(uri.Parameters));
        Assert.Equal("Subject=x&Priority=y", Wire.Utf8(uri.Headers));
        Assert.True(uri.TryGetParameter("TRANSPORT"u8, out var transport));
        Assert.Equal("tcp", Wire.Utf8(transport));
        Assert.True(uri.TryGetParameter("lr"u8, out var lr));
        Assert.True(lr.IsEmpty);
    }

    [Fact]
    public void A_uri_with_nothing_but_a_host_has_no_user_and_no_port()
    {
        var uri = Parsed("SIP:example.com");
        Assert.True(uri.IsSip);
        Assert.True(uri.User.IsEmpty);
        Assert.Equal(0, uri.Port);
        Assert.Equal("example.com", Wire.Utf8(uri.Host));
    }

    [Fact]
    public void A_tel_uri_has_its_number_as_user()
    {
        var uri = Parsed("tel:+358-555-1234567;phone-context=example.com");
        Assert.True(uri.IsTel);
        Assert.Equal("+358-555-1234567", Wire.Utf8(uri.User));
        Assert.Equal(";phone-context=example.com", Wire.Utf8(uri.Parameters));
        Assert.True(uri.Host.IsEmpty);
    }

    [Fact]
    public void A_uri_of_another_scheme_keeps_its_rest()
    {
        var uri = Parsed("urn:service:sos");
        Assert.Equal("urn", Wire.Utf8(uri.Scheme));
        Assert.Equal("service:sos", Wire.Utf8(uri.SchemeSpecificPart));
        Assert.False(uri.IsSip || uri.IsSips || uri.IsTel);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip")]
    [InlineData(":a@b")]
    [InlineData("1sip:a@b")]
    [InlineData("sip:")]
    [InlineData("sip:@host")]
    [InlineData("sip:a@")]
    [InlineData("sip:a@b@c")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a%4@c")]
    [InlineData("sip:a%zz@c")]
    [InlineData("sip:host:")]
    [InlineData("sip:host:65536")]
    [InlineData("sip:host:5060x")]
    [InlineData("sip:host;")]
    [InlineData("sip:host;=x")]
    [InlineData("sip:[::1")]
    [InlineData("sip:[1]")]
    [InlineData("sip:[g::1]")]
    [InlineData("sip:2001:db8::10")]
    [InlineData("tel:")]
    public void What_is_no_uri_is_refused(string text) => Assert.False(SipUri.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_uri_has_at_most_64_parameters()
    {
        Assert.True(SipUri.TryParse(Encoding.ASCII.GetBytes("sip:h" + string.Concat(Enumerable.Repeat(";a", 64))), out _));
        Assert.False(SipUri.TryParse(Encoding.ASCII.GetBytes("sip:h" + string.Concat(Enumerable.Repeat(";a", 65))), out _));
    }

    [Theory]
    [InlineData("a%20b%00c", "a b\0c")]
    [InlineData("%e2%82%AC", "€")]
    [InlineData("plain", "plain")]
    [InlineData("50%", "50%")]
    [InlineData("%4", "%4")]
    public void Escapes_are_undone(string escaped, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        var target = new byte[bytes.Length];
        Assert.Equal(expected, Wire.Utf8(target.AsSpan(0, SipUri.Unescape(bytes, target))));
    }

    // The examples of RFC 3261 §19.1.4, then our own.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5")]
    [InlineData(
        "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData(
        "sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("urn:service:sos", "URN:service:sos")]
    public void These_are_equivalent(string a, string b) => Assert.True(AreEquivalent(a, b) && AreEquivalent(b, a));

    [Theory]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:carol@chicago.com", "sips:carol@chicago.com")]
    [InlineData("sip:carol@chicago.com", "sip:chicago.com")]
    [InlineData("sip:carol:a@chicago.com", "sip:carol:b@chicago.com")]
    [InlineData("tel:+1", "tel:+2")]
    public void These_are_not_equivalent(string a, string b) => Assert.False(AreEquivalent(a, b) || AreEquivalent(b, a));

    private static bool AreEquivalent(string a, string b)
    {
        var first = Parsed(a);
        var second = Parsed(b);
        return SipUri.Equivalent(in first, in second);
    }

    private static SipUri Parsed(string text)
    {
        Assert.True(SipUri.TryParse(Encoding.UTF8.GetBytes(text), out var uri));
        return uri;
    }
}

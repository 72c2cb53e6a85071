using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class NameAddressTests
{
    [Theory]
    [InlineData("<sip:a@b>", "", "sip:a@b", "")]
    [InlineData("Alice B <sip:a@b;x?y=z>;tag=1", "Alice B", "sip:a@b;x?y=z", ";tag=1")]
    [InlineData("\"A \\\"<,;\\\\\" <sip:a@b>  ;tag=1", "A \\\"<,;\\\\", "sip:a@b", ";tag=1")]
    [InlineData("\"\"<tel:+1>", "", "tel:+1", "")]
    [InlineData("sip:a@b;tag=1;x=\"<y>\"", "", "sip:a@b", ";tag=1;x=\"<y>\"")]
    [InlineData("sip:a@b ; tag=1", "", "sip:a@b", "; tag=1")]
    [InlineData("urn:service:sos", "", "urn:service:sos", "")]
    [InlineData("<  sip:a@b\r\n >;tag=1", "", "sip:a@b", ";tag=1")]
    public void An_address_gives_its_parts(string text, string displayName, string uri, string parameters)
    {
        Assert.True(NameAddress.TryParse(Encoding.UTF8.GetBytes(text), out var address));
        Assert.Equal(displayName, Wire.Utf8(address.DisplayName));
        Assert.Equal(uri, Wire.Utf8(address.Uri));
        Assert.Equal(parameters, Wire.Utf8(address.Parameters));
        Assert.False(address.IsStar);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("<>")]
    [InlineData("<sip:a@b")]
    [InlineData("\"open <sip:a@b>")]
    [InlineData("\"closed\" sip:a@b")]
    [InlineData("<sip:a@b>tag=1")]
    [InlineData("<sip:a@b>;")]
    [InlineData("<sip:a@b>;;x")]
    [InlineData("<sip:a@b>;x=\"open")]
    [InlineData("<sip:a b@c>")]
    [InlineData("<sip:a<b@c>")]
    [InlineData("sip:a@b?x=y")]
    [InlineData("sip:a@b,c")]
    [InlineData("a@b")]
    [InlineData("*;q=1")]
    public void What_is_no_address_is_refused(string text) =>
        Assert.False(NameAddress.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_star_is_a_star()
    {
        Assert.True(NameAddress.TryParse("*"u8, out var address));
        Assert.True(address.IsStar);
        Assert.True(address.Uri.IsEmpty);
    }

    [Fact]
    public void Parameters_are_found_in_any_order_and_case_with_white_space_around_them()
    {
        Assert.True(NameAddress.TryParse(
            "<sip:a@b>;Q = 0.5\r\n ; Expires=\"60\";+sip.instance=\"<urn:uuid:1>\" ; ob"u8, out var address));
        Assert.True(address.TryGetParameter("expires"u8, out var expires));
        Assert.Equal("60", Wire.Utf8(expires));
        Assert.True(address.TryGetParameter("q"u8, out var q));
        Assert.Equal("0.5", Wire.Utf8(q));
        Assert.True(address.TryGetParameter("+SIP.INSTANCE"u8, out var instance));
        Assert.Equal("<urn:uuid:1>", Wire.Utf8(instance));
        Assert.True(address.TryGetParameter("OB"u8, out var ob));
        Assert.True(ob.IsEmpty);
        Assert.False(address.TryGetParameter("o"u8, out _));
    }
}

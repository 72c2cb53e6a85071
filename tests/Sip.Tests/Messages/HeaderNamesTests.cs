using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class HeaderNamesTests
{
    public static TheoryData<HeaderName> Known => [.. Enum.GetValues<HeaderName>().Where(name => name != HeaderName.Other)];

    [Theory]
    [MemberData(nameof(Known))]
    public void A_known_name_is_found_in_any_case_and_never_when_a_letter_differs(HeaderName name)
    {
        var text = Wire.Utf8(HeaderNames.Text(name));
        Assert.Equal(name, HeaderNames.Of(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(name, HeaderNames.Of(Encoding.ASCII.GetBytes(text.ToUpperInvariant())));
        Assert.Equal(name, HeaderNames.Of(Encoding.ASCII.GetBytes(text.ToLowerInvariant())));
        for (var i = 0; i < text.Length; i++)
        {
            var other = Encoding.ASCII.GetBytes(text);
            other[i] = (byte)'!';
            Assert.Equal(HeaderName.Other, HeaderNames.Of(other));
        }
    }

    [Theory]
    [InlineData("v", HeaderName.Via)]
    [InlineData("F", HeaderName.From)]
    [InlineData("t", HeaderName.To)]
    [InlineData("i", HeaderName.CallId)]
    [InlineData("m", HeaderName.Contact)]
    [InlineData("l", HeaderName.ContentLength)]
    [InlineData("C", HeaderName.ContentType)]
    [InlineData("e", HeaderName.ContentEncoding)]
    [InlineData("k", HeaderName.Supported)]
    [InlineData("s", HeaderName.Subject)]
    [InlineData("o", HeaderName.Event)]
    [InlineData("u", HeaderName.AllowEvents)]
    [InlineData("r", HeaderName.ReferTo)]
    [InlineData("b", HeaderName.ReferredBy)]
    [InlineData("x", HeaderName.SessionExpires)]
    [InlineData("a", HeaderName.AcceptContact)]
    [InlineData("j", HeaderName.RejectContact)]
    [InlineData("d", HeaderName.RequestDisposition)]
    [InlineData("y", HeaderName.Identity)]
    [InlineData("n", HeaderName.IdentityInfo)]
    [InlineData("z", HeaderName.Other)]
    [InlineData("", HeaderName.Other)]
    [InlineData("X-Via", HeaderName.Other)]
    public void Compact_forms_are_those_the_rfcs_name(string text, HeaderName expected) =>
        Assert.Equal(expected, HeaderNames.Of(Encoding.ASCII.GetBytes(text)));
}

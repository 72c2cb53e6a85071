using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class SipLimitsTests
{
    private const int LinesOfRegister = 8;

    [Fact]
    public void Header_lines_are_counted()
    {
        Assert.Equal(SipRejection.None, With(Extra(120), SipLimits.Default));
        Assert.Equal(SipRejection.TooManyHeaders, With(Extra(121), SipLimits.Default));
    }

    [Fact]
    public void No_limit_goes_beyond_the_capacity_of_a_message()
    {
        var limits = SipLimits.Default with { MaxHeaders = int.MaxValue };
        Assert.Equal(SipRejection.None, With(Extra(SipMessage.HeaderCapacity - LinesOfRegister), limits));
        Assert.Equal(SipRejection.TooManyHeaders, With(Extra(SipMessage.HeaderCapacity - LinesOfRegister + 1), limits));
    }

    [Fact]
    public void A_header_line_is_measured_with_its_folds()
    {
        Assert.Equal(SipRejection.None, With("X:" + new string('x', 98) + "\n", SipLimits.Default with { MaxHeaderLength = 100 }));
        Assert.Equal(
            SipRejection.HeaderTooLong, With("X:" + new string('x', 99) + "\n", SipLimits.Default with { MaxHeaderLength = 100 }));
        Assert.Equal(
            SipRejection.HeaderTooLong,
            With("X:" + new string('x', 48) + "\n " + new string('x', 48) + "\n", SipLimits.Default with { MaxHeaderLength = 100 }));
    }

    [Fact]
    public void Vias_are_counted_over_lines_and_commas()
    {
        var limits = SipLimits.Default with { MaxVias = 3 };
        Assert.Equal(SipRejection.None, With("Via: SIP/2.0/UDP a, SIP/2.0/UDP b\n", limits));
        Assert.Equal(SipRejection.TooManyVias, With("Via: SIP/2.0/UDP a, SIP/2.0/UDP b\nv: SIP/2.0/UDP c\n", limits));
    }

    [Fact]
    public void Contacts_are_counted_over_lines_and_commas()
    {
        var limits = SipLimits.Default with { MaxContacts = 3 };
        Assert.Equal(SipRejection.None, With("m: <sip:a@b,c>, \"x,y\" <sip:c@d>\n", limits));
        Assert.Equal(SipRejection.TooManyContacts, With("m: <sip:a@b>, <sip:c@d>, <sip:e@f>\n", limits));
    }

    [Fact]
    public void The_request_uri_is_measured()
    {
        Assert.Equal(SipRejection.None, With("", SipLimits.Default with { MaxUriLength = 15 }));
        Assert.Equal(SipRejection.UriTooLong, With("", SipLimits.Default with { MaxUriLength = 14 }));
    }

    [Fact]
    public void The_whole_message_is_measured()
    {
        var length = Wire.Bytes(Wire.Register).Length;
        Assert.Equal(SipRejection.None, With("", SipLimits.Default with { MaxMessageLength = length }));
        Assert.Equal(SipRejection.MessageTooLong, With("", SipLimits.Default with { MaxMessageLength = length - 1 }));
    }

    private static string Extra(int lines) => string.Concat(Enumerable.Repeat("X: y\n", lines));

    private static SipRejection With(string extraLines, SipLimits limits)
    {
        var bytes = Wire.Bytes(Wire.Register.Replace("Max-Forwards", extraLines + "Max-Forwards"));
        return SipParser.Parse(bytes, 0, bytes.Length, new SipMessage(), limits);
    }
}

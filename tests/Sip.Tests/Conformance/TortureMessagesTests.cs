using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using Tandem.Testing;

namespace Tandem.Sip.Tests.Conformance;

public class TortureMessagesTests
{
    public static TheoryData<string> Names => [.. TortureMessages.All.Select(message => message.Name)];

    [Fact]
    public void Both_suites_are_whole()
    {
        Assert.Equal(49, TortureMessages.Rfc4475.Count);
        Assert.Equal(12, TortureMessages.Rfc5118.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_parser_comes_to_the_verdict_in_the_file(string name)
    {
        var torture = TortureMessages.Named(name);
        Assert.Equal(torture.Verdict, Wire.Parse(torture.Bytes, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_the_parser_refuses_is_answered_as_the_file_says(string name)
    {
        var torture = TortureMessages.Named(name);
        var verdict = Wire.Parse(torture.Bytes, out var message);
        if (verdict == SipRejection.None)
        {
            Assert.True(torture.IsNormal || torture.IsMetWithSilence == !message.IsRequest);
            return;
        }
        var status = message.CanBeAnswered ? SipRejections.Of(verdict).Status : 0;
        Assert.Equal(torture.IsMetWithSilence, status == 0);
        if (status != 0) Assert.Contains(status, torture.Statuses);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_to_any_of_them_is_itself_well_formed_or_lacks_only_what_the_request_lacks(string name)
    {
        var torture = TortureMessages.Named(name);
        var verdict = Wire.Parse(torture.Bytes, out var message);
        if (!message.CanBeAnswered) return;
        var buffer = new byte[10_000];
        var flow = new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC0000201, 5060));
        var writer = new ResponseWriter(buffer, message, flow, 400, "Bad Request"u8, "t"u8);
        var answer = Wire.Parse(buffer[..writer.End()], out var read);
        Assert.Equal(400, read.StatusCode);
        if (verdict is SipRejection.None or SipRejection.BadRequestLine or SipRejection.BadRequestUri)
        {
            Assert.Equal(SipRejection.None, answer);
        }
    }

    [Fact]
    public void Wsinv_is_read_to_its_last_parameter()
    {
        Wire.Parse(TortureMessages.Named("wsinv").Bytes, out var message);

        Assert.Equal("1918181833n", Wire.Utf8(message.ToTag));
        Assert.Equal("J Rosenberg \\\\\\\"", Wire.Utf8(message.From.DisplayName));
        Assert.Equal(new CSeq(9, SipMethod.Invite), message.CSeq);
        Assert.Equal("192.0.2.2", Wire.Utf8(message.TopVia.Host));
        Assert.Equal("390skdjuw", Wire.Utf8(message.TopVia.Branch));
        Assert.Equal(3, message.Values(HeaderName.Via).Count());
        Assert.True(NameAddress.TryParse(message.First(HeaderName.Contact), out var contact));
        Assert.True(contact.TryGetParameter("NEWPARAM"u8, out var newParameter));
        Assert.Equal("newvalue", Wire.Utf8(newParameter));
        Assert.True(contact.TryGetParameter("q"u8, out var q));
        Assert.Equal("0.33", Wire.Utf8(q));
        Assert.Equal(150, message.Body.Length);
    }

    [Fact]
    public void Intmeth_keeps_every_character()
    {
        Wire.Parse(TortureMessages.Named("intmeth").Bytes, out var message);

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", Wire.Utf8(message.MethodName));
        Assert.Equal("BEL:\\\a NUL:\\\0 DEL:\\\u007f", Wire.Utf8(message.To.DisplayName));
        Assert.Equal("_token~1'+`*%!-.", Wire.Utf8(message.FromTag));
        Assert.True(message.From.TryGetParameter("fromParam''~+*_!.-%"u8, out var value));
        Assert.Equal("работающий", Wire.Utf8(value));
        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", Wire.Utf8(uri.User));
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", Wire.Utf8(uri.Password));
        Assert.Equal("example.com", Wire.Utf8(uri.Host));
    }

    [Fact]
    public void Mpart01_keeps_its_binary_body()
    {
        Wire.Parse(TortureMessages.Named("mpart01").Bytes, out var message);
        Assert.Equal(553, message.Body.Length);
        Assert.True(message.Body.Contains((byte)0));
        Assert.True(message.Body.EndsWith("--7a9cbec02ceef655--\r\n"u8));
    }

    [Fact]
    public void Regbadct_has_no_contact_that_can_be_read()
    {
        Wire.Parse(TortureMessages.Named("regbadct").Bytes, out var message);
        Assert.False(NameAddress.TryParse(message.First(HeaderName.Contact), out _));
    }

    [Theory]
    [InlineData("port-ambiguous", "[2001:db8::10:5070]", 0)]
    [InlineData("port-unambiguous", "[2001:db8::10]", 5070)]
    public void A_port_is_what_follows_the_brackets(string name, string host, int port)
    {
        Wire.Parse(TortureMessages.Named(name).Bytes, out var message);
        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal(host, Wire.Utf8(uri.Host));
        Assert.Equal(port, uri.Port);
    }
}

using System.Text;
using Tandem.Switching.UserAgent;
using Tandem.Testing;
using Tandem.Testing.Phones;

namespace Tandem.Switching.Tests.UserAgent;

public class UserAgentServerTests
{
    private readonly TestSwitch _switch = new();
    private readonly TestPhone _phone = new("1000", "secret-1000");

    [Fact]
    public void Options_is_answered_with_what_we_can_do()
    {
        var answer = Send("OPTIONS sip:192.0.2.1 SIP/2.0", "OPTIONS");
        Assert.Equal(200, answer.Status);
        Assert.Equal("REGISTER, OPTIONS, INVITE, ACK, CANCEL, BYE, PRACK, UPDATE, INFO, REFER", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("PUBLISH", 405)]
    [InlineData("BYE", 481)]
    [InlineData("MESSAGE", 405)]
    [InlineData("CANCEL", 481)]
    [InlineData("NEWMETHOD", 501)]
    public void A_method_that_is_not_served_is_refused(string method, int status) =>
        Assert.Equal(status, Send($"{method} sip:1000@192.0.2.1 SIP/2.0", method).Status);

    [Fact]
    public void The_method_is_looked_at_before_the_scheme_and_the_extensions()
    {
        Assert.Equal(405, Send("PUBLISH sip:1000@192.0.2.1 SIP/2.0", "PUBLISH", "Require: nothing\r\n").Status);
        Assert.Equal(501, Send("NEWMETHOD http://192.0.2.1/ SIP/2.0", "NEWMETHOD").Status);
    }

    [Fact]
    public void An_ack_and_a_response_are_answered_with_silence()
    {
        Assert.Empty(Deliver("ACK sip:1000@192.0.2.1 SIP/2.0", "ACK"));
        Assert.Empty(Deliver("SIP/2.0 200 OK", "OPTIONS"));
        Assert.Equal(RequestKind.Response, _switch.LastOutcome.Kind);
    }

    [Fact]
    public void A_request_uri_of_another_scheme_is_refused() =>
        Assert.Equal(416, Send("OPTIONS http://192.0.2.1/ SIP/2.0", "OPTIONS").Status);

    [Fact]
    public void Extensions_that_we_lack_are_named()
    {
        var answer = Send("OPTIONS sip:192.0.2.1 SIP/2.0", "OPTIONS", "Require: path, gruu, nothing\r\n");
        Assert.Equal(420, answer.Status);
        Assert.Equal("gruu, nothing", answer.Header("Unsupported"));
    }

    [Fact]
    public void A_malformed_request_is_answered_400_where_its_via_can_be_read()
    {
        var answer = Assert.Single(_switch.Deliver(
            Encoding.ASCII.GetBytes("OPTIONS sip:192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK1\r\n\r\n"), _phone.Flow));
        Assert.Equal(400, answer.Status);
        Assert.Empty(_switch.Deliver("hello"u8, _phone.Flow));
        Assert.Empty(_switch.Deliver("\r\n\r\n"u8, _phone.Flow));
    }

    [Fact]
    public void A_challenge_is_repeated_with_the_same_tag_without_being_remembered()
    {
        var request = _phone.Request(null);
        var first = _phone.Send(_switch, request);
        var second = _phone.Send(_switch, request);
        Assert.Equal(first.Header("To"), second.Header("To"));
        Assert.Contains(";tag=", first.Header("To"));
        Assert.NotEqual(RequestKind.Retransmission, _switch.LastOutcome.Kind);
    }

    [Fact]
    public void An_answer_is_kept_for_32_seconds_over_udp()
    {
        _switch.AddPhone("1000", "secret-1000");
        var challenge = _phone.Send(_switch, _phone.Request(null));
        var request = _phone.Request(challenge);
        _phone.Send(_switch, request);
        _switch.Advance(TimeSpan.FromMilliseconds(31_999));
        _phone.Send(_switch, request);
        Assert.Equal(RequestKind.Retransmission, _switch.LastOutcome.Kind);
        _switch.Advance(TimeSpan.FromMilliseconds(1));
        _phone.Send(_switch, request);
        Assert.Equal(RequestKind.Register, _switch.LastOutcome.Kind);
    }

    private SentMessage Send(string firstLine, string method, string extra = "") => Assert.Single(Deliver(firstLine, method, extra));

    private IReadOnlyList<SentMessage> Deliver(string firstLine, string method, string extra = "") => _switch.Deliver(Encoding.ASCII.GetBytes(
        $"{firstLine}\r\nVia: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK{Guid.NewGuid():n};rport\r\nMax-Forwards: 70\r\n"
        + $"From: <sip:1000@192.0.2.1>;tag=1\r\nTo: <sip:1000@192.0.2.1>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\n{extra}Content-Length: 0\r\n\r\n"), _phone.Flow);
}

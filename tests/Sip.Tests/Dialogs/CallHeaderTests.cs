using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using static Tandem.Sip.Tests.Dialogs.DialogMessages;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>The small header fields of calls: read, and written as they are read.</summary>
public class CallHeaderTests
{
    [Theory]
    [InlineData("RAck: 776656 1 INVITE", 776656, 1, SipMethod.Invite)]
    [InlineData("RAck:  1\t4294967295   UPDATE", 1, 4294967295, SipMethod.Update)]
    [InlineData("RAck: 1 2 PING", 1, 2, SipMethod.Unknown)]
    public void RAck_is_read(string headers, uint response, uint sequence, SipMethod method)
    {
        Assert.True(RAck.TryRead(Request(headers, "PRACK"), out var rack));
        Assert.Equal(new RAck(response, sequence, method), rack);
    }

    [Theory]
    [InlineData("")]
    [InlineData("RAck: 1 2")]
    [InlineData("RAck: 1 INVITE")]
    [InlineData("RAck: 1 2 INVITE more")]
    [InlineData("RAck: 4294967296 2 INVITE")]
    [InlineData("RAck: 12INVITE")]
    [InlineData("RAck: -1 2 INVITE")]
    public void A_malformed_RAck_is_not_read(string headers) => Assert.False(RAck.TryRead(Request(headers, "PRACK"), out _));

    [Fact]
    public void RAck_is_written_as_it_is_read()
    {
        var text = new byte[RAck.MaxLength];
        var length = new RAck(uint.MaxValue, uint.MaxValue, SipMethod.Invite).Write(text);
        Assert.Equal("4294967295 4294967295 INVITE", Wire.Utf8(text.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("RSeq: 1", 1)]
    [InlineData("RSeq: 4294967295", 4294967295)]
    public void RSeq_is_read(string headers, uint number)
    {
        Assert.True(RSeq.TryRead(Response(183, headers), out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("Min-SE: 90", 90)]
    [InlineData("Min-SE: 120;lr", 120)]
    public void Min_SE_is_read(string headers, uint seconds)
    {
        Assert.True(MinSe.TryRead(Request(headers), out var read));
        Assert.Equal(seconds, read);
    }

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: 18000;duration=3600", 18000)]
    [InlineData("Retry-After: 5 (I'm in a meeting)", 5)]
    [InlineData("Retry-After: 5(now)", 5)]
    [InlineData("Retry-After: 0", 0)]
    public void Retry_After_is_read(string headers, uint seconds)
    {
        Assert.True(RetryAfter.TryRead(Response(503, headers), out var read));
        Assert.Equal(seconds, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Retry-After: later")]
    [InlineData("Retry-After: 5 minutes")]
    [InlineData("Retry-After: 5x")]
    public void A_malformed_Retry_After_is_not_read(string headers) => Assert.False(RetryAfter.TryRead(Response(503, headers), out _));

    [Theory]
    [InlineData("Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\"", "SIP", 200, "Call completed elsewhere")]
    [InlineData("Reason: Q.850;cause=16;text=\"Terminated, normally\", SIP;cause=600", "SIP", 600, "")]
    [InlineData("Reason: Q.850;cause=16;text=\"Terminated, normally\", SIP;cause=600", "q.850", 16, "Terminated, normally")]
    [InlineData("Reason: Q.850;cause=17\nReason: SIP", "sip", 0, "")]
    [InlineData("Reason: SIP;cause=x, SIP;cause=486", "SIP", 486, "")]
    public void Reason_is_found_by_its_protocol(string headers, string protocol, int cause, string text)
    {
        Assert.True(Reason.TryRead(Request(headers, "BYE"), Wire.Bytes(protocol), out var reason));
        Assert.Equal(cause, reason.Cause);
        Assert.Equal(text, Wire.Utf8(reason.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Reason: Q.850;cause=16")]
    [InlineData("Reason: SIP;cause=\"")]
    public void A_reason_of_another_protocol_is_none(string headers) =>
        Assert.False(Reason.TryRead(Request(headers, "BYE"), "SIP"u8, out _));

    [Fact]
    public void Reason_is_written_as_it_is_read()
    {
        var text = new byte[100];
        Assert.Equal("Q.850;cause=16;text=\"Normal\"", Wire.Utf8(text.AsSpan(0, new Reason("Q.850"u8, 16, "Normal"u8).Write(text))));
        Assert.Equal("SIP;cause=200", Wire.Utf8(text.AsSpan(0, new Reason("SIP"u8, 200, []).Write(text))));
        Assert.Equal(0, new Reason("SIP"u8, 200, "long"u8).Write(text.AsSpan(0, 15)));
    }

    [Theory]
    [InlineData("Replaces: 98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff", false)]
    [InlineData("Replaces: 98732@sip.example.com ;to-tag=ff87ff;x=y;from-tag=r33th4x0r;early-only", true)]
    public void Replaces_is_read(string headers, bool earlyOnly)
    {
        Assert.True(Replaces.TryRead(Request(headers), out var replaces));
        Assert.Equal("98732@sip.example.com", Wire.Utf8(replaces.CallId));
        Assert.Equal("ff87ff", Wire.Utf8(replaces.ToTag));
        Assert.Equal("r33th4x0r", Wire.Utf8(replaces.FromTag));
        Assert.Equal(earlyOnly, replaces.IsEarlyOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Replaces: 1@a")]
    [InlineData("Replaces: 1@a;to-tag=x")]
    [InlineData("Replaces: 1@a;from-tag=x")]
    [InlineData("Replaces: ;to-tag=x;from-tag=y")]
    [InlineData("Replaces: 1 a;to-tag=x;from-tag=y")]
    [InlineData("Replaces: 1@a;to-tag=x;from-tag=y\nReplaces: 2@a;to-tag=x;from-tag=y")]
    public void A_malformed_or_repeated_Replaces_is_not_read(string headers) => Assert.False(Replaces.TryRead(Request(headers), out _));

    [Fact]
    public void Replaces_is_written_plain_and_escaped()
    {
        var text = new byte[200];
        var replaces = new Replaces("1@a"u8, "t"u8, "f"u8, isEarlyOnly: true);
        Assert.Equal("1@a;to-tag=t;from-tag=f;early-only", Wire.Utf8(text.AsSpan(0, replaces.Write(text))));
        Assert.Equal(
            "1%40a%3Bto-tag%3Dt%3Bfrom-tag%3Df%3Bearly-only", Wire.Utf8(text.AsSpan(0, replaces.WriteEscaped(text))));
        Assert.Equal(0, replaces.Write(text.AsSpan(0, 20)));
        Assert.Equal(0, replaces.WriteEscaped(text.AsSpan(0, 20)));
    }

    [Theory]
    [InlineData("Refer-To: <sip:dave@denver.example.org>", "sip:dave@denver.example.org", true)]
    [InlineData("r: \"Dave\" <sip:dave@denver.example.org;user=phone?Subject=x&Priority=urgent>;x=1", "sip:dave@denver.example.org;user=phone", true)]
    [InlineData("Refer-To: sip:dave@denver.example.org", "sip:dave@denver.example.org", true)]
    [InlineData("Refer-To: <tel:+4930123>", "tel:+4930123", true)]
    [InlineData("Refer-To: <sip:conf@example.org;method=INVITE>", "sip:conf@example.org;method=INVITE", true)]
    [InlineData("Refer-To: <sip:dave@example.org;method=SUBSCRIBE>", "sip:dave@example.org;method=SUBSCRIBE", false)]
    public void Refer_To_is_read(string headers, string target, bool isCall)
    {
        Assert.True(ReferTo.TryRead(Request(headers, "REFER"), out var referTo));
        Assert.Equal(target, Wire.Utf8(referTo.Target));
        Assert.Equal(isCall, referTo.IsCall);
        Assert.False(referTo.TryReadReplaces(new byte[200], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Refer-To: *")]
    [InlineData("Refer-To: dave")]
    [InlineData("Refer-To: <sip:>")]
    [InlineData("Refer-To: <sip:a@b>, <sip:c@d>")]
    public void A_malformed_or_repeated_Refer_To_is_not_read(string headers) =>
        Assert.False(ReferTo.TryRead(Request(headers, "REFER"), out _));

    [Fact]
    public void Replaces_is_read_out_of_a_Refer_To()
    {
        const string Header =
            "Refer-To: <sip:dave@denver.example.org?Subject=x&replaces=12345%40192.168.118.3%3Bto-tag%3D12345%3Bfrom-tag%3D5FFE-3994&a=b>";
        Assert.True(ReferTo.TryRead(Request(Header, "REFER"), out var referTo));
        Assert.True(referTo.TryReadReplaces(new byte[200], out var replaces));
        Assert.Equal("12345@192.168.118.3", Wire.Utf8(replaces.CallId));
        Assert.Equal("12345", Wire.Utf8(replaces.ToTag));
        Assert.Equal("5FFE-3994", Wire.Utf8(replaces.FromTag));
    }

    [Theory]
    [InlineData("Supported: timer, 100rel", true)]
    [InlineData("k: TIMER", true)]
    [InlineData("Supported: 100rel\nSupported: replaces,timer", true)]
    [InlineData("Supported: timers", false)]
    [InlineData("Require: timer", false)]
    [InlineData("", false)]
    public void An_option_tag_is_found_in_its_header_field(string headers, bool has) =>
        Assert.Equal(has, OptionTags.Has(Request(headers), HeaderName.Supported, OptionTags.Timer));
}

using System.Net;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class ResponseWriterTests
{
    private static readonly Flow From203 = UdpFrom("203.0.113.9", 40001);

    [Fact]
    public void A_response_repeats_what_rfc_3261_8_2_6_asks_for_and_says_where_the_request_came_from()
    {
        Assert.Equal(
            Lines(
                "SIP/2.0 401 Unauthorized",
                "Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1;rport=40001;received=203.0.113.9",
                "From: \"Alice \\\"A\\\"\" <sip:alice@example.com>;tag=f1",
                "To: <sip:alice@example.com>;tag=t1",
                "Call-ID: abc@10.0.0.7",
                "CSeq: 7 REGISTER",
                "Expires: 60",
                "Content-Length: 0",
                "",
                ""),
            Answer(Wire.Register, From203));
    }

    [Theory]
    [InlineData("10.0.0.7", "SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1")]
    [InlineData("10.0.0.8", "SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1;received=10.0.0.8")]
    public void Without_rport_received_is_added_only_when_the_source_differs(string source, string expected) =>
        Assert.Contains($"Via: {expected}\r\n", Answer(Wire.Register.Replace(";rport", ""), UdpFrom(source, 5062)));

    [Fact]
    public void A_host_name_in_sent_by_gets_received() =>
        Assert.Contains(
            "Via: SIP/2.0/UDP phone:5062;branch=z9hG4bK-1;received=10.0.0.7\r\n",
            Answer(Wire.Register.Replace(";rport", "").Replace("UDP 10.0.0.7", "UDP phone"), UdpFrom("10.0.0.7", 5062)));

    [Fact]
    public void An_ipv6_source_is_written_without_brackets() =>
        Assert.Contains(";rport=5062;received=2001:db8::1\r\n", Answer(Wire.Register, UdpFrom("2001:db8::1", 5062)));

    [Theory]
    [InlineData(";received=6.6.6.6;rport=1;x=y")]
    [InlineData(";rport=1;received=6.6.6.6;x=y")]
    public void What_the_sender_claims_about_its_own_address_is_replaced(string claimed) =>
        Assert.Contains(
            "Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1;x=y;rport=40001;received=203.0.113.9\r\n",
            Answer(Wire.Register.Replace(";rport", claimed), From203));

    [Fact]
    public void All_vias_are_repeated_in_order_and_only_the_first_is_changed()
    {
        var answer = Answer(
            Wire.Register.Replace(";rport", ";rport, SIP/2.0/TCP a;branch=2\nv: SIP/2.0/TLS b\n ;branch=3"), From203);
        Assert.Contains(
            "Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1;rport=40001;received=203.0.113.9, SIP/2.0/TCP a;branch=2\r\n"
            + "Via: SIP/2.0/TLS b  ;branch=3\r\n",
            answer.Replace("   ", "  "));
    }

    [Fact]
    public void A_to_tag_of_the_request_stays() =>
        Assert.Contains(
            "To: <sip:alice@example.com>;tag=mine\r\n",
            Answer(Wire.Register.Replace("To: <sip:alice@example.com>", "To: <sip:alice@example.com>;tag=mine"), From203));

    [Fact]
    public void A_value_cannot_add_a_header_of_its_own()
    {
        var message = Wire.Accepted(Wire.Register);
        var buffer = new byte[2000];
        var writer = new ResponseWriter(buffer, message, From203, 200, "OK"u8, "t"u8);
        writer.Header("X"u8, "a\r\nContact: <sip:evil@example.com>"u8);
        var text = Wire.Utf8(buffer.AsSpan(0, writer.End()));
        Assert.Contains("X: a  Contact: <sip:evil@example.com>\r\n", text);
    }

    [Fact]
    public void Quoted_text_is_escaped()
    {
        var buffer = new byte[2000];
        var writer = new ResponseWriter(buffer, Wire.Accepted(Wire.Register), From203, 200, "OK"u8, "t"u8);
        writer.BeginHeader("X"u8);
        writer.AppendQuoted("a\"b\\c"u8);
        writer.Append(";n="u8);
        writer.Append(-5);
        writer.EndHeader();
        Assert.Contains("X: \"a\\\"b\\\\c\";n=-5\r\n", Wire.Utf8(buffer.AsSpan(0, writer.End())));
    }

    [Fact]
    public void A_body_comes_with_its_type_and_length()
    {
        var buffer = new byte[2000];
        var writer = new ResponseWriter(buffer, Wire.Accepted(Wire.Register), From203, 200, "OK"u8, "t"u8);
        var text = Wire.Utf8(buffer.AsSpan(0, writer.End("text/plain"u8, "hello"u8)));
        Assert.EndsWith("Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello", text);
    }

    [Fact]
    public void Every_buffer_that_is_too_small_gives_nothing_and_the_first_that_is_not_gives_all()
    {
        var message = Wire.Accepted(Wire.Register);
        var length = Answer(Wire.Register, From203).Length;
        for (var size = 0; size <= length; size++)
        {
            var writer = new ResponseWriter(new byte[size], message, From203, 401, "Unauthorized"u8, "t1"u8);
            writer.Header("Expires"u8, 60);
            Assert.Equal(size < length ? 0 : length, writer.End());
            Assert.Equal(size < length, writer.Overflowed);
        }
    }

    [Fact]
    public void A_request_that_lacks_fields_is_answered_without_them()
    {
        Assert.Equal(SipRejection.MissingFrom, Wire.Parse(Wire.Register.Replace("From:", "X:").Replace("Call-ID:", "Y:"), out var message));
        var buffer = new byte[2000];
        var writer = new ResponseWriter(buffer, message, From203, 400, "Missing From"u8, "t"u8);
        var text = Wire.Utf8(buffer.AsSpan(0, writer.End()));
        Assert.DoesNotContain("From:", text);
        Assert.DoesNotContain("Call-ID:", text);
        Assert.Contains("CSeq: 7 REGISTER\r\n", text);
    }

    private static string Answer(string request, Flow flow)
    {
        var buffer = new byte[4000];
        var writer = new ResponseWriter(buffer, Wire.Accepted(request), flow, 401, "Unauthorized"u8, "t1"u8);
        writer.Header("Expires"u8, 60);
        return Wire.Utf8(buffer.AsSpan(0, writer.End()));
    }

    private static string Lines(params string[] lines) => string.Join("\r\n", lines);

    private static Flow UdpFrom(string address, ushort port) =>
        new(SipTransport.Udp, 0, IpEndpoint.From(IPAddress.Parse(address), port));
}

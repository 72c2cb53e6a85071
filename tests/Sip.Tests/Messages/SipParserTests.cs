using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class SipParserTests
{
    [Fact]
    public void A_register_gives_its_parts()
    {
        var message = Wire.Accepted(Wire.Register);

        Assert.True(message.IsRequest);
        Assert.Equal(SipMethod.Register, message.Method);
        Assert.Equal("sip:example.com", Wire.Utf8(message.RequestUri));
        Assert.Equal(0, message.StatusCode);
        Assert.Equal("abc@10.0.0.7", Wire.Utf8(message.CallId));
        Assert.Equal(new CSeq(7, SipMethod.Register), message.CSeq);
        Assert.Equal("f1", Wire.Utf8(message.FromTag));
        Assert.True(message.ToTag.IsEmpty);
        Assert.Equal("sip:alice@example.com", Wire.Utf8(message.To.Uri));
        Assert.Equal("z9hG4bK-1", Wire.Utf8(message.TopVia.Branch));
        Assert.Equal(8, message.HeaderCount);
        Assert.True(message.CanBeAnswered);
    }

    [Fact]
    public void A_response_gives_its_status_and_the_method_of_its_cseq()
    {
        var message = Wire.Accepted(Wire.Register.Replace("REGISTER sip:example.com SIP/2.0", "SIP/2.0 486 Busy Here"));

        Assert.False(message.IsRequest);
        Assert.Equal(486, message.StatusCode);
        Assert.Equal("Busy Here", Wire.Utf8(message.ReasonPhrase));
        Assert.Equal(SipMethod.Register, message.Method);
        Assert.Equal("REGISTER", Wire.Utf8(message.MethodName));
        Assert.True(message.RequestUri.IsEmpty);
        Assert.False(message.CanBeAnswered);
    }

    [Theory]
    [InlineData("SIP/2.0 200")]
    [InlineData("SIP/2.0 200 ")]
    [InlineData("sip/2.0 200 ")]
    public void A_response_without_a_phrase_is_read(string statusLine)
    {
        var message = Wire.Accepted(Wire.Register.Replace("REGISTER sip:example.com SIP/2.0", statusLine));
        Assert.Equal(200, message.StatusCode);
        Assert.True(message.ReasonPhrase.IsEmpty);
    }

    [Fact]
    public void Compact_forms_folds_and_any_case_are_read()
    {
        var message = Wire.Accepted(
            """
            OPTIONS sip:bob@example.com SIP/2.0
            V : SIP / 2.0
             / TCP   host.example.com : 5070  ;
              branch  =   z9hG4bK9  ,
             SIP/2.0/UDP 192.0.2.1
            f: "J \\\""       <sip:j@example.com>
              ;
              tag = 98
            T:
             sip:v@example.com ;   TAG    = 19
            i: c1
            cseq: 0009
              OPTIONS
            m: "a, b" <sip:a@b;x=1,2>;q=0.5 , <sip:c@d>
            m: sip:e@f
            l   :  3

            abcdef
            """);

        var via = message.TopVia;
        Assert.Equal("TCP", Wire.Utf8(via.Transport));
        Assert.Equal("host.example.com", Wire.Utf8(via.Host));
        Assert.Equal(5070, via.Port);
        Assert.Equal("z9hG4bK9", Wire.Utf8(via.Branch));
        Assert.Equal("98", Wire.Utf8(message.FromTag));
        Assert.Equal("19", Wire.Utf8(message.ToTag));
        Assert.Equal(new CSeq(9, SipMethod.Options), message.CSeq);
        Assert.Equal("abc", Wire.Utf8(message.Body));
        Assert.Equal(["\"a, b\" <sip:a@b;x=1,2>;q=0.5", "<sip:c@d>", "sip:e@f"], ItemsOf(message, HeaderName.Contact));
        Assert.Equal(2, message.Values(HeaderName.Via).Count());
        Assert.EndsWith("abc", Wire.Utf8(message.Bytes));
    }

    [Fact]
    public void Line_ends_before_a_message_are_skipped()
    {
        Assert.Equal(SipRejection.None, Wire.Parse("\n\n" + Wire.Register, out var message));
        Assert.Equal("abc@10.0.0.7", Wire.Utf8(message.CallId));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\n\n")]
    public void Line_ends_alone_are_a_keep_alive(string text) => Assert.Equal(SipRejection.KeepAlive, Wire.Parse(text, out _));

    [Fact]
    public void An_extension_method_keeps_its_name()
    {
        var message = Wire.Accepted(Wire.Register.Replace("REGISTER", "Dance-2"));
        Assert.Equal(SipMethod.Unknown, message.Method);
        Assert.Equal("Dance-2", Wire.Utf8(message.MethodName));
    }

    [Fact]
    public void Method_names_are_case_sensitive() =>
        Assert.Equal(SipMethod.Unknown, Wire.Accepted(Wire.Register.Replace("REGISTER", "register")).Method);

    [Theory]
    [InlineData("REGISTER sip:example.com SIP/2.0", "GET / HTTP/1.1", SipRejection.NotSip)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip:example.com", SipRejection.NotSip)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER  sip:example.com SIP/2.0", SipRejection.BadRequestLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip:example.com  SIP/2.0", SipRejection.BadRequestLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip:example.com SIP/2.0 ", SipRejection.BadRequestLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip:exam ple.com SIP/2.0", SipRejection.BadRequestLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip:example.com SIP/3.0", SipRejection.VersionNotSupported)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER <sip:example.com> SIP/2.0", SipRejection.BadRequestUri)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER sip: SIP/2.0", SipRejection.BadRequestUri)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "REGISTER example SIP/2.0", SipRejection.BadRequestUri)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "SIP/2.0 2000 OK", SipRejection.BadStatusLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "SIP/2.0 099 OK", SipRejection.BadStatusLine)]
    [InlineData("REGISTER sip:example.com SIP/2.0", "SIP/1.0 200 OK", SipRejection.VersionNotSupported)]
    [InlineData("Max-Forwards: 70", "Max-Forwards", SipRejection.BadHeaderLine)]
    [InlineData("Max-Forwards: 70", ": 70", SipRejection.BadHeaderLine)]
    [InlineData("Max-Forwards: 70", "Max Forwards: 70", SipRejection.BadHeaderLine)]
    [InlineData("Max-Forwards: 70", "t: <sip:b@example.com>", SipRejection.DuplicateHeader)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 70\nMax-Forwards: 70", SipRejection.DuplicateHeader)]
    [InlineData("Via:", "X-Via:", SipRejection.MissingVia)]
    [InlineData("SIP/2.0/UDP 10", "SIP/2.0 UDP 10", SipRejection.BadVia)]
    [InlineData(";rport", ";rport=70000", SipRejection.BadVia)]
    [InlineData(";rport", ";;rport", SipRejection.BadVia)]
    [InlineData("10.0.0.7:5062;branch", "10.0.0.7:;branch", SipRejection.BadVia)]
    [InlineData("From:", "X-From:", SipRejection.MissingFrom)]
    [InlineData("\"Alice \\\"A\\\"\"", "\"Alice", SipRejection.BadFrom)]
    [InlineData(";tag=f1", ";tag=f1, <sip:b@example.com>", SipRejection.BadFrom)]
    [InlineData("To:", "X-To:", SipRejection.MissingTo)]
    [InlineData("To: <sip:alice@example.com>", "To: <sip:alice@example.com", SipRejection.BadTo)]
    [InlineData("To: <sip:alice@example.com>", "To: alice", SipRejection.BadTo)]
    [InlineData("Call-ID:", "X-Call-ID:", SipRejection.MissingCallId)]
    [InlineData("Call-ID: abc@10.0.0.7", "Call-ID:", SipRejection.BadCallId)]
    [InlineData("Call-ID: abc@10.0.0.7", "Call-ID: a b", SipRejection.BadCallId)]
    [InlineData("CSeq:", "X-CSeq:", SipRejection.MissingCSeq)]
    [InlineData("CSeq: 7", "CSeq: 4294967296", SipRejection.BadCSeq)]
    [InlineData("CSeq: 7 REGISTER", "CSeq: REGISTER", SipRejection.BadCSeq)]
    [InlineData("CSeq: 7 REGISTER", "CSeq: 7", SipRejection.BadCSeq)]
    [InlineData("CSeq: 7 REGISTER", "CSeq: 7 INVITE", SipRejection.CSeqMethodMismatch)]
    [InlineData("Content-Length: 0", "Content-Length: -1", SipRejection.BadContentLength)]
    [InlineData("Content-Length: 0", "Content-Length: 1", SipRejection.BodyShorterThanContentLength)]
    [InlineData("Content-Length: 0", "Content-Length: 0\nl: 0", SipRejection.DuplicateHeader)]
    [InlineData("Content-Length: 0\n\n", "Content-Length: 0\n", SipRejection.TruncatedHeaders)]
    public void What_is_wrong_has_a_name(string replaced, string by, SipRejection expected) =>
        Assert.Equal(expected, Wire.VerdictWith(replaced, by));

    [Theory]
    [InlineData("\r\nTo: ", "\nTo: ")]
    [InlineData("\r\nTo: ", "\rTo: ")]
    [InlineData("Call-ID: abc", "Call-ID: a\nbc")]
    [InlineData("Call-ID: abc", "Call-ID: a\rbc")]
    public void A_line_end_cut_in_half_is_refused(string replaced, string by)
    {
        var text = Wire.Register.ReplaceLineEndings("\r\n").Replace(replaced, by);
        Assert.Equal(SipRejection.BareLineEnd, Wire.Parse(System.Text.Encoding.ASCII.GetBytes(text), out _));
    }

    [Fact]
    public void A_refused_request_keeps_what_an_answer_needs()
    {
        Assert.Equal(SipRejection.BadTo, Wire.Parse(Wire.Register.Replace("To: <sip:", "To: \"<sip:"), out var message));
        Assert.True(message.CanBeAnswered);
        Assert.Equal("abc@10.0.0.7", Wire.Utf8(message.CallId));
        Assert.Equal(7u, message.CSeq.Number);
        Assert.Equal("\"<sip:alice@example.com>", Wire.Utf8(message.First(HeaderName.To)));
    }

    [Fact]
    public void An_ack_is_never_answered()
    {
        Wire.Parse(Wire.Register.Replace("REGISTER", "ACK"), out var message);
        Assert.False(message.CanBeAnswered);
    }

    [Fact]
    public void A_message_object_forgets_the_message_before()
    {
        var message = Wire.Accepted(Wire.Register);
        var noise = "hello\r\n\r\n"u8.ToArray();
        Assert.Equal(SipRejection.NotSip, SipParser.Parse(noise, 0, noise.Length, message, SipLimits.Default));
        Assert.Equal(0, message.HeaderCount);
        Assert.False(message.Has(HeaderName.Via));
        Assert.False(message.CanBeAnswered);
        Assert.True(message.CallId.IsEmpty);
        Assert.True(message.From.Uri.IsEmpty);
        Assert.True(message.TopVia.Branch.IsEmpty);
    }

    private static List<string> ItemsOf(SipMessage message, HeaderName name)
    {
        var items = new List<string>();
        foreach (var item in message.Values(name)) items.Add(Wire.Utf8(item));
        return items;
    }
}

using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

/// <summary>Messages as text: line ends are written as the source file has them and go out as CRLF.</summary>
internal static class Wire
{
    /// <summary>A REGISTER as a phone behind NAT sends it.</summary>
    public const string Register =
        """
        REGISTER sip:example.com SIP/2.0
        Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bK-1;rport
        From: "Alice \"A\"" <sip:alice@example.com>;tag=f1
        To: <sip:alice@example.com>
        Call-ID: abc@10.0.0.7
        CSeq: 7 REGISTER
        Contact: <sip:alice@10.0.0.7:5062;ob>;expires=600
        Max-Forwards: 70
        Content-Length: 0


        """;

    public static string Utf8(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static SipRejection Parse(string text, out SipMessage message) => Parse(Bytes(text), out message);

    public static SipRejection Parse(byte[] bytes, out SipMessage message)
    {
        message = new SipMessage();
        return SipParser.Parse(bytes, 0, bytes.Length, message, SipLimits.Default);
    }

    /// <summary>A message that must be accepted.</summary>
    public static SipMessage Accepted(string text)
    {
        Assert.Equal(SipRejection.None, Parse(text, out var message));
        return message;
    }

    /// <summary>The verdict on the REGISTER above with one text replaced.</summary>
    public static SipRejection VerdictWith(string replaced, string by)
    {
        Assert.Contains(replaced, Register);
        return Parse(Register.Replace(replaced, by), out _);
    }
}

using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;

namespace Tandem.Sip.Tests.Dialogs;

/// <summary>Messages of a dialog with the header fields that a test is about.</summary>
internal static class DialogMessages
{
    public static SipMessage Request(string headers = "", string method = "INVITE") => Wire.Accepted(
        $"""
        {method} sip:tm@192.0.2.1 SIP/2.0
        Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bKreq;rport
        From: <sip:100@example.com>;tag=peer
        To: <sip:200@example.com>;tag=tm0300000000000001
        Call-ID: theirs@203.0.113.9
        CSeq: 8 {method}
        {Lines(headers)}Content-Length: 0


        """);

    public static SipMessage Response(int status, string headers = "", uint sequence = 1, string toTag = "far") => Wire.Accepted(
        $"""
        SIP/2.0 {status} Said
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtm0300000000000002;rport=5060
        From: <sip:100@192.0.2.1>;tag=tm0300000000000001
        To: <sip:300@203.0.113.9>;tag={toTag}
        Call-ID: ours
        CSeq: {sequence} INVITE
        {Lines(headers)}Content-Length: 0


        """);

    private static string Lines(string headers) => headers.Length == 0 ? "" : headers + "\n";
}

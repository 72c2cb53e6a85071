namespace Tandem.Network.Tests.Signalling;

/// <summary>Messages that only a framer looks at.</summary>
internal static class SipText
{
    internal static string Register(int number, int body = 0) =>
        $"REGISTER sip:example.com SIP/2.0\r\nCSeq: {number} REGISTER\r\nContent-Length: {body}\r\n\r\n{new string('x', body)}";
}

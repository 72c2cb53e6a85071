namespace Tandem.Network.Signalling;

/// <summary>
/// Whether bytes begin like a SIP message (RFC 3261 §7.1, §7.2), told without parsing it: what tells a phone from a stray
/// HTTP client when room has to be made.
/// </summary>
internal static class SipStartLine
{
    internal static bool IsAtStartOf(ReadOnlySpan<byte> message)
    {
        var end = message.IndexOf((byte)'\r');
        if (end < 0) return false;
        var line = message[..end];
        return line.StartsWith("SIP/2.0 "u8) || line.EndsWith(" SIP/2.0"u8);
    }
}

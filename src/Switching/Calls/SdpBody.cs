using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>Tells whether a message carries a session description (RFC 3261 §7.4.1, RFC 8866).</summary>
internal static class SdpBody
{
    /// <summary>True when it has a body of type application/sdp.</summary>
    public static bool IsIn(SipMessage message)
    {
        if (message.Body.IsEmpty) return false;
        var type = message.First(HeaderName.ContentType);
        var end = type.IndexOf((byte)';');
        return Ascii.EqualsIgnoreCase((end < 0 ? type : type[..end]).Trim((byte)' '), "application/sdp"u8);
    }
}

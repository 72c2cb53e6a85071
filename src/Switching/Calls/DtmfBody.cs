using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>
/// Recognises a key press in an INFO: a body of application/dtmf-relay ("Signal=5", then its duration) or application/dtmf (the
/// key alone). No RFC describes them; RFC 6086 §2.1 calls such uses of INFO legacy, and gateways have them everywhere.
/// </summary>
internal static class DtmfBody
{
    /// <summary>True when the message tells of a key that was pressed.</summary>
    public static bool IsIn(SipMessage message)
    {
        if (message.Method != SipMethod.Info || message.Body.IsEmpty) return false;
        var type = message.First(HeaderName.ContentType);
        var end = type.IndexOf((byte)';');
        type = (end < 0 ? type : type[..end]).Trim((byte)' ');
        return Ascii.EqualsIgnoreCase(type, "application/dtmf-relay"u8) || Ascii.EqualsIgnoreCase(type, "application/dtmf"u8);
    }
}

using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>Writes what messages say of session timers (RFC 4028).</summary>
internal static class SessionHeaders
{
    /// <summary>What a request of ours asks for (§7.1, §7.4).</summary>
    public static void WriteRequest(ref RequestWriter writer, SessionTimer session)
    {
        Span<byte> value = stackalloc byte[SessionExpires.MaxLength];
        writer.Header("Session-Expires"u8, value[..session.Offer.Write(value)]);
        writer.Header("Min-SE"u8, session.MinSe);
    }

    /// <summary>What a 2xx of ours grants (§9).</summary>
    public static void WriteAnswer(ref ResponseWriter writer, in SessionExpires agreed, bool isPeerCapable)
    {
        Span<byte> value = stackalloc byte[SessionExpires.MaxLength];
        if (isPeerCapable) writer.Header("Require"u8, "timer"u8);
        writer.Header("Session-Expires"u8, value[..agreed.Write(value)]);
    }
}

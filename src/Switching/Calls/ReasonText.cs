using System.Text;
using Tandem.Sip.Dialogs;

namespace Tandem.Switching.Calls;

/// <summary>What of a Reason header (RFC 3326) passes to the other side: protocol and cause, without the text, which may name hosts.</summary>
internal static class ReasonText
{
    private const int MaxLength = 64;

    /// <summary>The value that passes; "" when there is none.</summary>
    /// <param name="received">The value as it came; "" = none.</param>
    public static string Bare(string received)
    {
        if (received.Length == 0 || !Reason.TryParse(Encoding.UTF8.GetBytes(received), out var reason) || reason.Cause == 0) return "";
        Span<byte> value = stackalloc byte[MaxLength];
        return Encoding.ASCII.GetString(value[..new Reason(reason.Protocol, reason.Cause, []).Write(value)]);
    }
}

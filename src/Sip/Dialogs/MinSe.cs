using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The Min-SE header field (RFC 4028 §5): the least session interval that is accepted, in seconds.</summary>
public static class MinSe
{
    /// <summary>The least interval when a message says none, and that nobody may go below.</summary>
    public const uint Least = 90;

    /// <summary>Reads the header field; false when it is absent or malformed.</summary>
    public static bool TryRead(SipMessage message, out uint seconds) =>
        HeaderNumber.TryReadAlone(message.First(HeaderName.MinSe), out seconds, out _);
}

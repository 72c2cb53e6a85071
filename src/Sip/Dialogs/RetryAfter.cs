using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The Retry-After header field (RFC 3261 §20.33): delta-seconds [ comment ] *( SEMI retry-param ).</summary>
public static class RetryAfter
{
    /// <summary>Reads after how many seconds the request may be tried again; false when the field is absent or malformed.</summary>
    public static bool TryRead(SipMessage response, out uint seconds) =>
        HeaderNumber.TryReadAlone(response.First(HeaderName.RetryAfter), out seconds, out _);
}

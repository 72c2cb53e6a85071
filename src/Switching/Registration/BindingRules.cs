using Tandem.Sip.Digest;

namespace Tandem.Switching.Registration;

/// <summary>What of a binding is kept, and when the store must hear of a refresh. Times are milliseconds.</summary>
public static class BindingRules
{
    /// <summary>
    /// The hash by which Call-IDs are compared. Many phones take a new Call-ID for each REGISTER, and a million of them are
    /// not worth keeping as text. The key is no secret: who could make two Call-IDs fall together would only be told that
    /// his own REGISTER is out of order. It never changes, since the hash is stored.
    /// </summary>
    public static long CallIdHash(ReadOnlySpan<byte> callId) => (long)SipHash.Hash64(callId, 0x54616e64656d, 0x43616c6c2d4944);

    /// <summary>
    /// By how much the expiry in the store may be behind. A refresh within a tenth of the granted time is not written: a
    /// restart adds the tenth, so no binding is lost and each is written once an interval instead of at every refresh.
    /// </summary>
    public static long StoreSlack(long refreshedAt, long expiresAt) => (expiresAt - refreshedAt) / 10;

    /// <summary>True when the store must be told of the expiry.</summary>
    public static bool StoreIsBehind(long storedExpiresAt, long refreshedAt, long expiresAt) =>
        Math.Abs(expiresAt - storedExpiresAt) > StoreSlack(refreshedAt, expiresAt);
}

namespace Tandem.Switching.Registration;

/// <summary>When the store must hear of a refresh. Times are milliseconds.</summary>
public static class BindingRules
{
    /// <summary>
    /// By how much the expiry in the store may be behind. A refresh within a tenth of the granted time is not written: a
    /// restart adds the tenth, so no binding is lost and each is written once an interval instead of at every refresh.
    /// </summary>
    public static long StoreSlack(long refreshedAt, long expiresAt) => (expiresAt - refreshedAt) / 10;

    /// <summary>True when the store must be told of the expiry.</summary>
    public static bool StoreIsBehind(long storedExpiresAt, long refreshedAt, long expiresAt) =>
        Math.Abs(expiresAt - storedExpiresAt) > StoreSlack(refreshedAt, expiresAt);
}

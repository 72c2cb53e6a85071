namespace Tandem.Sip.Digest;

/// <summary>
/// Whether a nonce count is new. Anything but Accepted is answered with stale=true and a new nonce, and is no failure.
/// </summary>
public enum NonceCountVerdict : byte
{
    /// <summary>This count was never used with this nonce; it is used now.</summary>
    Accepted = 0,
    /// <summary>The count was used already, or is so far behind that nobody knows any more (RFC 7616 §3.4).</summary>
    Replayed = 1,
    /// <summary>The nonce is as old as others that were forgotten, so that nobody knows whether it was used.</summary>
    Forgotten = 2,
}

namespace Tandem.Sip.Digest;

/// <summary>What a nonce in a client's credentials is worth.</summary>
public enum NonceVerdict : byte
{
    /// <summary>Ours, issued to this source, still valid.</summary>
    Fresh = 0,
    /// <summary>Ours, issued to this source, but too old: challenge again with stale=true; no failure (RFC 7616 §3.3).</summary>
    Stale = 1,
    /// <summary>
    /// Not issued by us to this source. A phone whose address changed, or that was challenged before a restart, looks the
    /// same as a forger: challenge again with stale=true, verify nothing, count no failure.
    /// </summary>
    Forged = 2,
}

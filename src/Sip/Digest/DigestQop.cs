namespace Tandem.Sip.Digest;

/// <summary>The quality of protection that a client chose (RFC 7616 §3.4).</summary>
public enum DigestQop : byte
{
    /// <summary>None named: the form of RFC 2069, without client nonce and nonce count.</summary>
    None = 0,
    /// <summary>auth: the digest covers method and uri.</summary>
    Auth = 1,
    /// <summary>auth-int: the digest covers method, uri and body.</summary>
    AuthInt = 2,
}

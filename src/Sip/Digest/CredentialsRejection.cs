namespace Tandem.Sip.Digest;

/// <summary>
/// Why the value of an Authorization or Proxy-Authorization header is no set of digest credentials. None of these is a
/// failed authentication: nothing was verified. The numbers are written to disk and never change.
/// </summary>
public enum CredentialsRejection : byte
{
    /// <summary>Nothing is wrong.</summary>
    None = 0,
    /// <summary>Another scheme, such as Basic.</summary>
    NotDigest = 1,
    /// <summary>Not a list of name=value (RFC 7616 §3.4, RFC 3261 §25.1), or a control character within a value.</summary>
    Malformed = 2,
    /// <summary>A parameter that the digest depends on stands there twice.</summary>
    DuplicateParameter = 3,
    /// <summary>No username, realm, nonce, uri or response; or cnonce or nc are missing beside a qop or -sess.</summary>
    MissingParameter = 4,
    /// <summary>An algorithm that was never offered.</summary>
    UnknownAlgorithm = 5,
    /// <summary>A qop that was never offered.</summary>
    UnknownQop = 6,
    /// <summary>The nonce count is zero or is not of 1 to 8 hex digits.</summary>
    BadNonceCount = 7,
    /// <summary>The response has not as many hex digits as the algorithm gives.</summary>
    BadResponse = 8,
    /// <summary>The values with escapes in them need more room than the caller lent.</summary>
    TooLong = 9,
}

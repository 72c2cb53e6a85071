namespace Tandem.Switching.Gateways;

/// <summary>What a header that tells the caller's identity carries on the way out (RFC 3323, 3325, Remote-Party-ID).</summary>
public enum IdentityUse : byte
{
    /// <summary>The header is not sent.</summary>
    None,
    /// <summary>The value that came in is passed.</summary>
    Pass,
    /// <summary>The caller's number as sent.</summary>
    Caller,
}

/// <summary>What the Privacy header carries on the way out (RFC 3323 §4.2).</summary>
public enum PrivacyUse : byte
{
    /// <summary>None is sent.</summary>
    None,
    /// <summary>What came in is passed; a caller who asked for privacy is anonymous in From.</summary>
    Pass,
    /// <summary>Always "id".</summary>
    Id,
}

namespace Tandem.Switching.Gateways;

/// <summary>Where the caller's number is read from an INVITE.</summary>
public enum CallerSource : byte
{
    /// <summary>The user of From.</summary>
    From = 0,
    /// <summary>The user of Remote-Party-ID.</summary>
    RemotePartyId = 1,
    /// <summary>The display name of From.</summary>
    Display = 2,
    /// <summary>The user of P-Asserted-Identity (RFC 3325).</summary>
    PAssertedIdentity = 3,
    /// <summary>The user of P-Preferred-Identity (RFC 3325).</summary>
    PPreferredIdentity = 4,
}

/// <summary>Where the called number is read from an INVITE.</summary>
public enum CalleeSource : byte
{
    /// <summary>The Request-URI.</summary>
    RequestUri = 0,
    /// <summary>The user of To.</summary>
    To = 1,
    /// <summary>The user of the topmost Diversion (RFC 5806).</summary>
    Diversion = 2,
}

namespace Tandem.Switching.Routing;

/// <summary>Why a routing gateway is in a plan, or out. The names stand in records as snake case.</summary>
public enum CandidateVerdict : byte
{
    /// <summary>It is tried.</summary>
    In,
    /// <summary>A gateway with a longer prefix ends the search (prefix mode terminate).</summary>
    ShorterPrefix,
    /// <summary>It is locked.</summary>
    Locked,
    /// <summary>Its period rules deny it now.</summary>
    Period,
    /// <summary>The caller may not use its groups.</summary>
    RoutingGroup,
    /// <summary>None of its addresses is known: its name does not resolve, or was not resolved yet.</summary>
    NoAddress,
    /// <summary>None of its addresses answers OPTIONS.</summary>
    Offline,
    /// <summary>It has asked to be left alone for a time (Retry-After).</summary>
    RetryAfter,
    /// <summary>It does not take the caller's prefix.</summary>
    CallerPrefix,
    /// <summary>It does not take the callee's prefix.</summary>
    CalleePrefix,
    /// <summary>It does not take the caller by its number groups.</summary>
    CallerGroup,
    /// <summary>It does not take the callee by its number groups.</summary>
    CalleeGroup,
    /// <summary>It does not take callers of that length.</summary>
    CallerLength,
    /// <summary>It does not take callees of that length.</summary>
    CalleeLength,
    /// <summary>It is called where it registers, and is not registered.</summary>
    NotRegistered,
    /// <summary>It does not take calls of that caller to that callee.</summary>
    CallerCallee,
}

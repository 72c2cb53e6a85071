namespace Tandem.Switching.Routing;

/// <summary>Whether a routing gateway can be called now, and what keeps it from it.</summary>
public enum GatewayStanding : byte
{
    /// <summary>It can.</summary>
    Up,
    /// <summary>It is locked.</summary>
    Locked,
    /// <summary>None of its addresses is known.</summary>
    NoAddress,
    /// <summary>None of its addresses answers OPTIONS.</summary>
    Offline,
    /// <summary>It is called where it registers, and has not registered.</summary>
    NotRegistered,
    /// <summary>It has asked to be left alone for a time.</summary>
    RetryAfter,
}

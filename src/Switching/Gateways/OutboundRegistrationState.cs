using Tandem.Sip.Flows;

namespace Tandem.Switching.Gateways;

/// <summary>How a gateway's registration with its carrier stands. Times are milliseconds since the Unix epoch, 0 = none.</summary>
/// <param name="Gateway">The routing gateway.</param>
/// <param name="AddressOfRecord">Who is registered, as sip:user@domain.</param>
/// <param name="Phase">How far it is.</param>
/// <param name="Registrar">The registrar's address asked last; default = none yet.</param>
/// <param name="LastStatus">The status of the last final answer; 0 = none came.</param>
/// <param name="LastReason">Its phrase, or why there was none.</param>
/// <param name="Expires">The expiry granted in seconds; 0 while not registered.</param>
/// <param name="RegisteredAt">When it was last accepted.</param>
/// <param name="ExpiresAt">When it ends unless refreshed.</param>
/// <param name="NextAttemptAt">When the registrar is asked next.</param>
public sealed record OutboundRegistrationState(
    string Gateway, string AddressOfRecord, RegistrationPhase Phase, IpEndpoint Registrar, int LastStatus, string LastReason, int Expires,
    long RegisteredAt, long ExpiresAt, long NextAttemptAt);

/// <summary>How far a registration with a carrier is.</summary>
public enum RegistrationPhase : byte
{
    /// <summary>The registrar is being asked for the first time, or is about to be.</summary>
    Registering,
    /// <summary>It is registered.</summary>
    Registered,
    /// <summary>It is not, and will be tried again.</summary>
    Failed,
    /// <summary>It is being ended.</summary>
    Unregistering,
    /// <summary>It was ended.</summary>
    Unregistered,
}

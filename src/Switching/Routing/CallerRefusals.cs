using Tandem.Switching.Calls;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing;

/// <summary>What keeps an endpoint from registering keeps it from calling too.</summary>
internal static class CallerRefusals
{
    /// <summary>The end reason of a call that is refused for the reason of <see cref="RegistrationRules"/>.</summary>
    public static CallEndReason Of(RegisterReason reason) => reason switch
    {
        RegisterReason.EndpointLocked => CallEndReason.CallerLocked,
        RegisterReason.EndpointExpired => CallEndReason.CallerExpired,
        RegisterReason.AddressNotAllowed => CallEndReason.AddressNotAllowed,
        RegisterReason.AccountLocked => CallEndReason.AccountLocked,
        RegisterReason.AccountExpired => CallEndReason.AccountExpired,
        RegisterReason.AgentLocked => CallEndReason.AgentLocked,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "No reason that refuses an endpoint."),
    };
}

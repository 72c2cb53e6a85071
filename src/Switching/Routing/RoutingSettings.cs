using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Routing;

/// <summary>The parameters as the identification and planning of calls need them: read once for each set in force.</summary>
internal sealed class RoutingSettings(ParameterSet parameters)
{
    /// <summary>The registrar's parameters: realm, algorithms, suspension.</summary>
    public RegistrarSettings Registrar { get; } = new(parameters);

    /// <summary>SS_SIP_AUTHENTICATION_CODE: 401 or 407.</summary>
    public int ChallengeStatus { get; } = (int)parameters.Get(RoutingParameters.AuthenticationCode);

    /// <summary>SS_REPLY_UNAUTHORIZED.</summary>
    public bool ReplyUnauthorized { get; } = parameters.Get(RoutingParameters.ReplyUnauthorized);

    /// <summary>SS_MAX_CALL_DURATION in seconds; 0 = no limit.</summary>
    public int MaxCallDuration { get; } = parameters.Get(RoutingParameters.MaxCallDuration);

    /// <summary>SS_CALL_FORWARD_USING_ORIGINAL_CALLER.</summary>
    public ShownCaller ForwardShows { get; } = parameters.Get(IdentityParameters.ForwardShowsCaller) ? ShownCaller.Original : ShownCaller.Own;

    /// <summary>SS_CALL_TRANSFER_NORMAL_DISPLAY.</summary>
    public ShownCaller TransferShows { get; } = parameters.Get(IdentityParameters.TransferShows);

    /// <summary>True while these are the settings of that set.</summary>
    public bool AreOf(ParameterSet set) => ReferenceEquals(parameters, set);
}

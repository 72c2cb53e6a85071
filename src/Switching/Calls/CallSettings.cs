using System.Collections.Immutable;
using Tandem.Sip.Dialogs;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;

namespace Tandem.Switching.Calls;

/// <summary>The parameters as calls need them on their path: read once for each set in force. Times in milliseconds.</summary>
public sealed class CallSettings
{
    private readonly ParameterSet _parameters;

    /// <summary>The settings of a parameter set.</summary>
    public CallSettings(ParameterSet parameters)
    {
        _parameters = parameters;
        Timeouts = new StageTimeouts(
            parameters.Get(CallParameters.TimeoutInvite), parameters.Get(CallParameters.TimeoutTrying), parameters.Get(CallParameters.TimeoutProgress),
            parameters.Get(CallParameters.TimeoutProgressSdp), parameters.Get(CallParameters.TimeoutRinging));
        var minimum = (uint)parameters.Get(CallParameters.SessionMinSe);
        var interval = Math.Max((uint)parameters.Get(CallParameters.SessionTtl), minimum);
        Session = new SessionTimerSettings(interval, minimum, (uint)parameters.Get(CallParameters.SessionSegment));
        NoTimerDuration = parameters.Get(CallParameters.NoTimerDuration) * 1000L;
        NoMediaHangUp = parameters.Get(CallParameters.NoMediaHangUp) * 1000L;
        Media = parameters.Get(CallParameters.MediaProxyMode);
        Failover = new FailoverSettings(
            parameters.Get(CallParameters.SwitchLimit), parameters.Get(CallParameters.UntilConnect), parameters.Get(CallParameters.StopAfterSdp),
            parameters.Get(CallParameters.StopAfterMedia), parameters.Get(CallParameters.StopAfterBusy), parameters.Get(CallParameters.StopAfterInviteTimeout));
        Resend = parameters.Get(CallParameters.ResendInterval);
        Identity = new IdentitySettings(
            parameters.Get(IdentityParameters.DisplayName), parameters.Get(IdentityParameters.UserAgentPrivacy), parameters.Get(IdentityParameters.UseContact));
    }

    /// <summary>SS_SIP_TIMEOUT_…, in seconds.</summary>
    public StageTimeouts Timeouts { get; }

    /// <summary>SS_SIP_SESSION_TTL, _MIN_SE and _UPDATE_SEGMENT; an interval below the minimum is the minimum.</summary>
    public SessionTimerSettings Session { get; }

    /// <summary>SS_SIP_NO_TIMER_REINVITE_INTERVAL; 0 = no limit.</summary>
    public long NoTimerDuration { get; }

    /// <summary>SS_NOMEDIAHANGUPTIME; 0 = off.</summary>
    public long NoMediaHangUp { get; }

    /// <summary>SS_MEDIA_PROXY_MODE.</summary>
    public MediaMode Media { get; }

    /// <summary>When calls go on to another gateway.</summary>
    public FailoverSettings Failover { get; }

    /// <summary>SS_SIP_RESEND_INTERVAL in milliseconds; empty = as RFC 3261 says.</summary>
    public ImmutableArray<int> Resend { get; }

    /// <summary>Who callees are told that the caller is.</summary>
    public IdentitySettings Identity { get; }

    /// <summary>True when these were made from that set.</summary>
    public bool AreOf(ParameterSet parameters) => ReferenceEquals(_parameters, parameters);
}

/// <summary>The parameters of failover.</summary>
/// <param name="Limit">SS_GATEWAY_SWITCH_LIMIT; 0 = no limit.</param>
/// <param name="UntilConnect">SS_GATEWAY_SWITCH_UNTIL_CONNECT.</param>
/// <param name="StopAfterSdp">SS_SIP_STOP_SWITCH_AFTER_SDP.</param>
/// <param name="StopAfterMedia">SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START.</param>
/// <param name="StopAfterBusy">SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY.</param>
/// <param name="StopAfterInviteTimeout">SS_SIP_USER_AGENT_STOP_SWITCH_AFTER_INVITE_TIMEOUT.</param>
public readonly record struct FailoverSettings(
    int Limit, bool UntilConnect, bool StopAfterSdp, bool StopAfterMedia, bool StopAfterBusy, bool StopAfterInviteTimeout);

/// <summary>The parameters of identity.</summary>
/// <param name="DisplayName">SS_SIP_E164_DISPLAY_FROM.</param>
/// <param name="UserAgentPrivacy">SS_SIP_USER_AGENT_PRIVACY.</param>
/// <param name="ReceivedInTo">SS_SIP_ROUTING_GATEWAY_INVITE_USE_CONTACT.</param>
public readonly record struct IdentitySettings(DisplayNameUse DisplayName, RegisteredPrivacy UserAgentPrivacy, bool ReceivedInTo);

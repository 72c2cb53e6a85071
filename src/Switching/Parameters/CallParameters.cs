using Tandem.Switching.Gateways;
using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters of calls: stage timers, session timers, limits, failover. Part of the <see cref="ParameterCatalogue"/>.</summary>
public static class CallParameters
{
    /// <summary>How long any answer may take.</summary>
    public static readonly IntegerParameter TimeoutInvite = new(10, 1, 600)
    {
        Name = "SS_SIP_TIMEOUT_INVITE", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long a gateway or phone may take to answer an INVITE at all before the attempt is given up.",
    };

    /// <summary>When requests are sent again.</summary>
    public static readonly IntervalsParameter ResendInterval = new(100, 32_000, 10, "0.5 s, then twice the last, as RFC 3261 says")
    {
        Name = "SS_SIP_RESEND_INTERVAL", Category = SoftswitchSip, Unit = "s",
        Meaning = "The waits after which a request of the switch that nobody has answered is sent again over UDP, one after another; after the last it is not sent again.",
    };

    /// <summary>How long progress after 100 may take.</summary>
    public static readonly IntegerParameter TimeoutTrying = new(20, 1, 600)
    {
        Name = "SS_SIP_TIMEOUT_TRYING", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long an attempt may stay at 100 Trying before it is given up.",
    };

    /// <summary>How long an attempt may stay at 183 without SDP.</summary>
    public static readonly IntegerParameter TimeoutProgress = new(20, 1, 600)
    {
        Name = "SS_SIP_TIMEOUT_SESSION_PROGRESS", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long an attempt may stay at 183 Session Progress without SDP before it is given up.",
    };

    /// <summary>How long an attempt may stay at 183 with SDP.</summary>
    public static readonly IntegerParameter TimeoutProgressSdp = new(120, 1, 600)
    {
        Name = "SS_SIP_TIMEOUT_SESSION_PROGRESS_SDP", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long an attempt may stay at 183 Session Progress with SDP before it is given up.",
    };

    /// <summary>How long a callee may ring.</summary>
    public static readonly IntegerParameter TimeoutRinging = new(120, 1, 600)
    {
        Name = "SS_SIP_TIMEOUT_RINGING", Category = SoftswitchSip, Unit = "s",
        Meaning = "How long a callee may ring after 180 before the attempt is given up. A phone may have its own.",
    };

    /// <summary>The session interval.</summary>
    public static readonly IntegerParameter SessionTtl = new(600, 60, 86400)
    {
        Name = "SS_SIP_SESSION_TTL", Category = SoftswitchSip, Unit = "s",
        Meaning = "The Session-Expires offered and granted (RFC 4028): a party that is not heard of for so long has gone.",
    };

    /// <summary>How often a session is refreshed.</summary>
    public static readonly IntegerParameter SessionSegment = new(2, 2, 10)
    {
        Name = "SS_SIP_SESSION_UPDATE_SEGMENT", Category = SoftswitchSip,
        Meaning = "A session is refreshed every SS_SIP_SESSION_TTL divided by this.",
    };

    /// <summary>The shortest session interval.</summary>
    public static readonly IntegerParameter SessionMinSe = new(90, 90, 3600)
    {
        Name = "SS_SIP_SESSION_MIN_SE", Category = SoftswitchSip, Unit = "s",
        Meaning = "The shortest Session-Expires accepted; a shorter one is answered 422 with Min-SE.",
    };

    /// <summary>The longest call with a caller without session timers.</summary>
    public static readonly IntegerParameter NoTimerDuration = new(7200, 0, 86400)
    {
        Name = "SS_SIP_NO_TIMER_REINVITE_INTERVAL", Category = SoftswitchSip, Unit = "s", Zero = "no limit",
        Meaning = "The longest call whose caller does not support session timers: nothing else would show that it has gone.",
    };

    /// <summary>How long media may be missing.</summary>
    public static readonly IntegerParameter NoMediaHangUp = new(60, 0, 86400)
    {
        Name = "SS_NOMEDIAHANGUPTIME", Category = SoftswitchSystem, Unit = "s", Zero = "off",
        Meaning = "How long no RTP may arrive in a watched direction of a relayed call before both sides are hung up.",
    };

    /// <summary>Whether media is relayed.</summary>
    public static readonly MediaModeParameter MediaProxyMode = new(MediaMode.Auto)
    {
        Name = "SS_MEDIA_PROXY_MODE", Aliases = ["SS_MEDIAPROXYMODE"], Category = SoftswitchSystem,
        Meaning = "Whether media passes the switch where neither side says: Auto relays for NAT and between different networks.",
    };

    /// <summary>The ports of relayed media.</summary>
    public static readonly PortRangeParameter MediaPorts = new(new PortRange(40_000, 59_999))
    {
        Name = "SS_MEDIA_PROXY_PORT_RANGE", Category = SoftswitchSystem,
        Meaning = "The UDP ports of relayed media, the lowest and the highest; a stream takes four. A change counts for new streams.",
    };

    /// <summary>The mark of media packets.</summary>
    public static readonly OctetParameter QosRtp = new(0xa0)
    {
        Name = "SS_QOS_RTP", Category = SoftswitchSystem,
        Meaning = "The TOS byte (IPv4) or traffic class (IPv6) of relayed media packets; a change counts for new streams.",
    };

    /// <summary>How many gateways one call may try.</summary>
    public static readonly IntegerParameter SwitchLimit = new(0, 0, 100)
    {
        Name = "SS_GATEWAY_SWITCH_LIMIT", Category = SoftswitchSystem, Unit = "attempts", Zero = "no limit",
        Meaning = "How many times a call may go on to another gateway.",
    };

    /// <summary>Whether failover stops at media.</summary>
    public static readonly SwitchParameter StopAfterMedia = new(true)
    {
        Name = "SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START", Category = SoftswitchSystem,
        Meaning = "Whether a call stays with a gateway once media from it was seen. A gateway may have its own.",
    };

    /// <summary>Whether failover stops at busy.</summary>
    public static readonly SwitchParameter StopAfterBusy = new(true)
    {
        Name = "SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY", Category = SoftswitchSystem,
        Meaning = "Whether a call ends when a gateway reports that the callee is busy. A gateway may have its own.",
    };

    /// <summary>Whether failover goes on past ringing.</summary>
    public static readonly SwitchParameter UntilConnect = new(false)
    {
        Name = "SS_GATEWAY_SWITCH_UNTIL_CONNECT", Category = SoftswitchSystem,
        Meaning = "Whether a call that rang, or had SDP or media, may still go on to the next gateway until one connects it.",
    };

    /// <summary>Whether failover stops at SDP.</summary>
    public static readonly SwitchParameter StopAfterSdp = new(true)
    {
        Name = "SS_SIP_STOP_SWITCH_AFTER_SDP", Category = SoftswitchSip,
        Meaning = "Whether a call stays with a gateway once it has answered with SDP. A gateway may have its own.",
    };

    /// <summary>Whether failover stops at an INVITE that nobody answered.</summary>
    public static readonly SwitchParameter StopAfterInviteTimeout = new(false)
    {
        Name = "SS_SIP_USER_AGENT_STOP_SWITCH_AFTER_INVITE_TIMEOUT", Category = SoftswitchSip,
        Meaning = "Whether a call ends when a gateway does not answer its INVITE at all.",
    };

    /// <summary>Every parameter above, in order.</summary>
    internal static readonly ParameterDefinition[] All =
    [
        TimeoutInvite, ResendInterval, TimeoutTrying, TimeoutProgress, TimeoutProgressSdp, TimeoutRinging, SessionTtl, SessionSegment, SessionMinSe,
        NoTimerDuration, NoMediaHangUp, MediaProxyMode, MediaPorts, QosRtp, SwitchLimit, StopAfterMedia, StopAfterBusy, UntilConnect, StopAfterSdp,
        StopAfterInviteTimeout,
    ];
}

/// <summary>SS_MEDIA_PROXY_MODE: Off, On, Auto or Must On; of the older spelling 0 is Off and 1 is On.</summary>
public sealed class MediaModeParameter(MediaMode defaultValue) : ParameterDefinition<MediaMode>(defaultValue)
{
    /// <inheritdoc/>
    public override string Range => "Off, On, Auto or Must On (0 = Off, 1 = On)";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out MediaMode value, out string error)
    {
        error = "";
        switch (text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant())
        {
            case "OFF" or "0":
                value = MediaMode.Off;
                return true;
            case "ON" or "1":
                value = MediaMode.On;
                return true;
            case "AUTO":
                value = MediaMode.Auto;
                return true;
            case "MUSTON":
                value = MediaMode.MustOn;
                return true;
        }
        value = default;
        error = $"'{text}' is none of {Range}.";
        return false;
    }

    /// <inheritdoc/>
    protected override string Print(MediaMode value) => value == MediaMode.MustOn ? "Must On" : value.ToString();
}

using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters that decide who may call and for how long. Part of the <see cref="ParameterCatalogue"/>.</summary>
public static class RoutingParameters
{
    /// <summary>How a caller is challenged.</summary>
    public static readonly EnumParameter<ChallengeCode> AuthenticationCode = new(ChallengeCode.Unauthorized)
    {
        Name = "SS_SIP_AUTHENTICATION_CODE", Aliases = ["SS_AUTHCHALLENGEMODE"], Category = SoftswitchSip,
        Meaning = "The answer that asks a caller for credentials; a REGISTER is always asked with 401.",
    };

    /// <summary>Whether strangers are answered.</summary>
    public static readonly SwitchParameter ReplyUnauthorized = new(true)
    {
        Name = "SS_REPLY_UNAUTHORIZED", Category = SoftswitchSystem,
        Meaning = "Whether callers that nobody knows are answered: On, they are asked for credentials and then refused with 403; Off, "
            + "they hear nothing, unless the number in From has registered or called from their address before, or they send right credentials unasked.",
    };

    /// <summary>The longest call.</summary>
    public static readonly IntegerParameter MaxCallDuration = new(0, 0, 604800)
    {
        Name = "SS_MAX_CALL_DURATION", Aliases = ["SS_MAXCALLDURATION"], Category = SoftswitchSystem, Unit = "s", Zero = "no limit",
        Meaning = "The longest call of callers that have no limit of their own.",
    };

    /// <summary>Every parameter above, in order.</summary>
    internal static readonly ParameterDefinition[] All = [AuthenticationCode, ReplyUnauthorized, MaxCallDuration];
}

/// <summary>The answers that ask a caller for credentials (RFC 3261 §22.2, §22.3).</summary>
public enum ChallengeCode
{
    /// <summary>401, with WWW-Authenticate.</summary>
    Unauthorized = 401,
    /// <summary>407, with Proxy-Authenticate.</summary>
    ProxyAuthenticationRequired = 407,
}

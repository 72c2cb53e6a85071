using Tandem.Switching.Accounts;
using static Tandem.Switching.Parameters.ParameterCategory;

namespace Tandem.Switching.Parameters;

/// <summary>The parameters of who a callee is told that the caller is. Part of the <see cref="ParameterCatalogue"/>.</summary>
public static class IdentityParameters
{
    /// <summary>The display name in From.</summary>
    public static readonly EnumParameter<DisplayNameUse> DisplayName = new(DisplayNameUse.Ignore)
    {
        Name = "SS_SIP_E164_DISPLAY_FROM", Category = SoftswitchSip,
        Meaning = "The display name in From of outgoing calls: Ignore, the caller's own passes; Number, the caller's number as sent; None, there is none. "
            + "A gateway without send_display has none in any case.",
    };

    /// <summary>The Privacy header of calls by carriers that the switch is registered with.</summary>
    public static readonly EnumParameter<RegisteredPrivacy> UserAgentPrivacy = new(RegisteredPrivacy.Ignore)
    {
        Name = "SS_SIP_USER_AGENT_PRIVACY", Category = SoftswitchSip,
        Meaning = "The Privacy header of calls by gateways that the switch is registered with: Ignore, as the gateway's own field says; Id, always id; "
            + "None, always none unless the caller asks for privacy.",
    };

    /// <summary>Which number stands in To.</summary>
    public static readonly SwitchParameter UseContact = new(false)
    {
        Name = "SS_SIP_ROUTING_GATEWAY_INVITE_USE_CONTACT", Category = SoftswitchSip,
        Meaning = "Which called number stands in To of an INVITE to a routing gateway: Off, the number as sent, as in the request line; On, the number as it was received.",
    };

    /// <summary>Which number callees of a forwarded call see.</summary>
    public static readonly SwitchParameter ForwardShowsCaller = new(true)
    {
        Name = "SS_CALL_FORWARD_USING_ORIGINAL_CALLER", Category = SoftswitchSystem,
        Meaning = "Which number callees of a forwarded call see: On, that of the original caller; Off, that of the forwarding phone. A phone may have its own.",
    };

    /// <summary>Which number callees of a transferred call see.</summary>
    public static readonly EnumParameter<ShownCaller> TransferShows = new(ShownCaller.Original)
    {
        Name = "SS_CALL_TRANSFER_NORMAL_DISPLAY", Category = SoftswitchSystem,
        Meaning = "Which number the target of a blind transfer sees: Original, that of the one who is transferred; Own, that of the phone that transfers. A phone may have its own.",
    };

    /// <summary>Every parameter above, in order.</summary>
    internal static readonly ParameterDefinition[] All = [DisplayName, UserAgentPrivacy, UseContact, ForwardShowsCaller, TransferShows];
}

/// <summary>What the display name in From of an outgoing call is.</summary>
public enum DisplayNameUse
{
    /// <summary>What the caller sent.</summary>
    Ignore = 0,
    /// <summary>The caller's number as sent.</summary>
    Number = 1,
    /// <summary>There is none.</summary>
    None = 2,
}

/// <summary>What Privacy carries in calls by gateways that the switch is registered with (RFC 3323 §4.2).</summary>
public enum RegisteredPrivacy
{
    /// <summary>As the gateway's own field says.</summary>
    Ignore = 0,
    /// <summary>"id".</summary>
    Id = 1,
    /// <summary>"none", unless the caller asks for privacy.</summary>
    None = 2,
}

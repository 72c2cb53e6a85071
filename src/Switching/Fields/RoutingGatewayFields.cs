using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using static Tandem.Switching.Fields.PlainForms;

namespace Tandem.Switching.Fields;

/// <summary>The fields of a routing gateway; its password is no field, because it is never shown.</summary>
public static class RoutingGatewayFields
{
    private const int LongestStage = 3600;

    private static readonly TextForm<string> Name = Text("printable characters without \" and \\, at most 128", ParameterRules.QuotableProblem);

    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<RoutingGateway> Catalogue = AddIdentity(AddRegistration(AddFailover(AddNumbers(AddRoute(
        new FieldCatalogue<RoutingGateway>(new RoutingGateway { Name = "" }))))));

    /// <summary>What is wrong between the fields.</summary>
    internal static IEnumerable<Problem> Problems(RoutingGateway gateway)
    {
        if (gateway is { Addresses.IsEmpty: true, Registration: null, Registers: false })
        {
            yield return new Problem("addresses", "A gateway needs an address or a registration, else nobody knows where it is.");
        }
        if (gateway.Registers)
        {
            if (!gateway.Addresses.IsEmpty) yield return new Problem("addresses", "A gateway that registers is called where it has registered, and has no addresses.");
            if (gateway.Registration is not null) yield return new Problem("registers", "The gateway registers with the switch or the switch with it, not both.");
            if (gateway.Local != default) yield return new Problem("local", "A gateway that registers is called through the listener at which it has registered.");
            if (gateway.OnlineCheck) yield return new Problem("onlineCheck", "A gateway that registers is online while it is registered; it is not asked with OPTIONS.");
        }
        if (gateway.Registration is not { } registration) yield break;
        if (registration.Registrar.Length == 0) yield return new Problem("registrationRegistrar", "A registration needs its registrar.");
        if (registration.User.Length == 0) yield return new Problem("registrationUser", "A registration needs its user.");
    }

    private static FieldCatalogue<RoutingGateway> AddRoute(FieldCatalogue<RoutingGateway> catalogue) => catalogue
        .With("addresses", "Where it is; several are tried one after another. Empty with a registration: where the registrar is.", GatewayForms.Addresses,
            g => g.Addresses, (g, v) => g with { Addresses = v })
        .With("local", "The listener of the switch through which it is called and registered with.", GatewayForms.Listener, g => g.Local, (g, v) => g with { Local = v })
        .With("registers", "Whether it registers with the switch, under its name and password, and is called where it has registered.", Flag,
            g => g.Registers, (g, v) => g with { Registers = v })
        .With("locked", "A locked gateway carries no calls.", Flag, g => g.Locked, (g, v) => g with { Locked = v })
        .With("prefixes", "The called-number prefixes that it serves.", NumberForms.Prefixes, g => g.Prefixes, (g, v) => g with { Prefixes = v })
        .With("prefix_mode", "Whether gateways with shorter prefixes are tried after it (continue) or not (terminate).", Choice<PrefixMode>(),
            g => g.PrefixMode, (g, v) => g with { PrefixMode = v })
        .With("priority", "Its place among gateways with the same prefix, small first.", Integer(0, int.MaxValue), g => g.Priority, (g, v) => g with { Priority = v })
        .With("protect", "Tried only after all ordinary gateways have failed.", Flag, g => g.Protect, (g, v) => g with { Protect = v })
        .With("capacity", "The most calls at once.", OptionalInteger(0, 1_000_000, "no limit"), g => g.Capacity, (g, v) => g with { Capacity = v }, "calls")
        .With("call_rate", "The limit of call attempts.", CallRateForm.Form, g => g.CallRate, (g, v) => g with { CallRate = v })
        .WithGroups("groups", "The gateway groups it belongs to.", GroupKind.Gateways, g => g.Groups, (g, v) => g with { Groups = v })
        .With("periods", "When it may be used, and with what lines and priority.", NumberForms.Periods, g => g.Periods, (g, v) => g with { Periods = v })
        .With("online_check", "Whether it is asked with OPTIONS and used only while it answers.", Flag, g => g.OnlineCheck, (g, v) => g with { OnlineCheck = v })
        .With("max_duration", "The longest of its calls; 0 = no limit of its own.", OptionalInteger(0, 604_800, "SS_MAX_CALL_DURATION"),
            g => g.MaxDuration, (g, v) => g with { MaxDuration = v }, "s");

    private static FieldCatalogue<RoutingGateway> AddNumbers(FieldCatalogue<RoutingGateway> catalogue) => catalogue
        .With("caller_prefixes", "The callers it takes, as they would be sent.", NumberForms.PrefixList, g => g.CallerPrefixes, (g, v) => g with { CallerPrefixes = v })
        .With("callee_prefixes", "The callees it takes, as they would be sent.", NumberForms.PrefixList, g => g.CalleePrefixes, (g, v) => g with { CalleePrefixes = v })
        .With("caller_callee_pairs", "Which callers it takes to which callees, by prefixes as they would be sent.", NumberForms.Pairs,
            g => g.Pairs, (g, v) => g with { Pairs = v })
        .WithFilter("caller_groups", "The callers it takes, by number groups.", GroupKind.Numbers, g => g.CallerGroups, (g, v) => g with { CallerGroups = v })
        .WithFilter("callee_groups", "The callees it takes, by number groups.", GroupKind.Numbers, g => g.CalleeGroups, (g, v) => g with { CalleeGroups = v })
        .With("caller_lengths", "The lengths of callers it takes.", NumberForms.Lengths, g => g.CallerLengths, (g, v) => g with { CallerLengths = v })
        .With("callee_lengths", "The lengths of callees it takes.", NumberForms.Lengths, g => g.CalleeLengths, (g, v) => g with { CalleeLengths = v })
        .With("caller_rules", "How callers are rewritten on departure.", NumberForms.DialRules, g => g.CallerRules, (g, v) => g with { CallerRules = v })
        .With("callee_rules", "How callees are rewritten on departure.", NumberForms.DialRules, g => g.CalleeRules, (g, v) => g with { CalleeRules = v })
        .WithGroup("caller_pool", "The number group from which callers get another number; rules, prefixes, groups and lengths of callers hold for the one before.",
            GroupKind.Numbers, g => g.CallerPool.Group, (g, v) => g with { CallerPool = g.CallerPool with { Group = v } })
        .With("caller_pool_order", "Which number of the caller pool is taken.", Choice<PoolOrder>(),
            g => g.CallerPool.Order, (g, v) => g with { CallerPool = g.CallerPool with { Order = v } })
        .With("caller_pool_lines", "How many calls at once may carry the same number of the caller pool.", OptionalInteger(1, 1_000_000, "no limit"),
            g => g.CallerPool.Lines, (g, v) => g with { CallerPool = g.CallerPool with { Lines = v } }, "calls")
        .With("transform_numbers", "Whether the number-transform table applies to callees.", Flag, g => g.TransformNumbers, (g, v) => g with { TransformNumbers = v });

    private static FieldCatalogue<RoutingGateway> AddFailover(FieldCatalogue<RoutingGateway> catalogue) => catalogue
        .With("timeout_invite", "How long an attempt waits for any answer; 0 = SS_SIP_TIMEOUT_INVITE.", Integer(0, LongestStage),
            g => g.Timeouts.Invite, (g, v) => g with { Timeouts = g.Timeouts with { Invite = v } }, "s")
        .With("timeout_trying", "How long it waits after 100; 0 = SS_SIP_TIMEOUT_TRYING.", Integer(0, LongestStage),
            g => g.Timeouts.Trying, (g, v) => g with { Timeouts = g.Timeouts with { Trying = v } }, "s")
        .With("timeout_progress", "How long it waits after 183 without SDP; 0 = as the parameter says.", Integer(0, LongestStage),
            g => g.Timeouts.Progress, (g, v) => g with { Timeouts = g.Timeouts with { Progress = v } }, "s")
        .With("timeout_progress_sdp", "How long it waits after 183 with SDP; 0 = as the parameter says.", Integer(0, LongestStage),
            g => g.Timeouts.ProgressSdp, (g, v) => g with { Timeouts = g.Timeouts with { ProgressSdp = v } }, "s")
        .With("timeout_ringing", "How long it rings; 0 = SS_SIP_TIMEOUT_RINGING.", Integer(0, LongestStage),
            g => g.Timeouts.Ringing, (g, v) => g with { Timeouts = g.Timeouts with { Ringing = v } }, "s")
        .With("failover_after_ringing", "Whether a call that it let ring may go on to the next gateway.", OptionalFlag("as the parameters say"),
            g => g.Failover.AfterRinging, (g, v) => g with { Failover = g.Failover with { AfterRinging = v } })
        .With("failover_after_sdp", "Whether a call may go on after it sent SDP.", OptionalFlag("SS_SIP_STOP_SWITCH_AFTER_SDP"),
            g => g.Failover.AfterSdp, (g, v) => g with { Failover = g.Failover with { AfterSdp = v } })
        .With("failover_after_media", "Whether a call may go on after its media was seen.", OptionalFlag("SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START"),
            g => g.Failover.AfterMedia, (g, v) => g with { Failover = g.Failover with { AfterMedia = v } })
        .With("failover_after_busy", "Whether a call may go on after 486 or 600.", OptionalFlag("SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY"),
            g => g.Failover.AfterBusy, (g, v) => g with { Failover = g.Failover with { AfterBusy = v } })
        .With("failover_switch_codes", "The final codes after which the next gateway is tried besides 408, 5xx and 6xx other than 603.", GatewayForms.SwitchCodes,
            g => g.Failover.SwitchCodes, (g, v) => g with { Failover = g.Failover with { SwitchCodes = v } })
        .With("failover_stop_codes", "The final codes after which no other gateway is tried.", GatewayForms.StopCodes,
            g => g.Failover.StopCodes, (g, v) => g with { Failover = g.Failover with { StopCodes = v } });

    private static FieldCatalogue<RoutingGateway> AddRegistration(FieldCatalogue<RoutingGateway> catalogue) => catalogue
        .With("authentication_user", "The digest user name for its challenges; empty = that of the registration, else its name.", Name,
            g => g.AuthenticationUser, (g, v) => g with { AuthenticationUser = v })
        .With("registration_registrar", "The registrar with which the switch registers; empty = it does not register.", GatewayForms.HostPort,
            g => g.Registration?.Registrar ?? "", (g, v) => g with { Registration = v.Length == 0 ? null : RegistrationOf(g) with { Registrar = v } })
        .With("registration_domain", "The domain of the address-of-record; empty = the registrar's host.", GatewayForms.HostPort,
            g => g.Registration?.Domain ?? "", (g, v) => g with { Registration = RegistrationOf(g) with { Domain = v } })
        .With("registration_user", "The user of the address-of-record.", NumberForms.Number,
            g => g.Registration?.User ?? "", (g, v) => g with { Registration = RegistrationOf(g) with { User = v } })
        .With("registration_authentication_user", "The digest user name of the registration; empty = its user.", Name,
            g => g.Registration?.AuthenticationUser ?? "", (g, v) => g with { Registration = RegistrationOf(g) with { AuthenticationUser = v } })
        .With("registration_expires", "The expiry asked for.", OptionalInteger(20, 7200, "SS_SIP_USER_AGENT_EXPIRE"),
            g => g.Registration?.Expires, (g, v) => g with { Registration = RegistrationOf(g) with { Expires = v } }, "s")
        .With("registration_transport", "The transport of the registration.", GatewayForms.Transport,
            g => g.Registration?.Transport, (g, v) => g with { Registration = RegistrationOf(g) with { Transport = v } });

    private static FieldCatalogue<RoutingGateway> AddIdentity(FieldCatalogue<RoutingGateway> catalogue) => catalogue
        .With("media", "Whether its media is relayed.", OptionalChoice<MediaMode>("SS_MEDIA_PROXY_MODE"), g => g.Media, (g, v) => g with { Media = v })
        .With("media_watch", "Which of its directions end a relayed call when they stay silent.", Choice<MediaWatch>(),
            g => g.MediaWatch, (g, v) => g with { MediaWatch = v })
        .With("media_any_source", "Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.", Flag,
            g => g.MediaAnySource, (g, v) => g with { MediaAnySource = v })
        .With("send_display", "Whether the caller's display name is sent.", Flag, g => g.SendDisplay, (g, v) => g with { SendDisplay = v })
        .With("remote_party_id", "What Remote-Party-ID carries.", Choice<IdentityUse>(), g => g.RemotePartyId, (g, v) => g with { RemotePartyId = v })
        .With("p_asserted_identity", "What P-Asserted-Identity carries (RFC 3325).", Choice<IdentityUse>(),
            g => g.PAssertedIdentity, (g, v) => g with { PAssertedIdentity = v })
        .With("p_preferred_identity", "What P-Preferred-Identity carries (RFC 3325).", Choice<IdentityUse>(),
            g => g.PPreferredIdentity, (g, v) => g with { PPreferredIdentity = v })
        .With("privacy", "What Privacy carries (RFC 3323).", Choice<PrivacyUse>(), g => g.Privacy, (g, v) => g with { Privacy = v })
        .With("prack", "Whether reliable provisional answers are offered to it (100rel, RFC 3262).", Flag, g => g.Reliable100, (g, v) => g with { Reliable100 = v })
        .With("session_timer", "Whether session timers are offered to it (RFC 4028).", Flag, g => g.SessionTimer, (g, v) => g with { SessionTimer = v })
        .With("memo", "A note.", Memo, g => g.Memo, (g, v) => g with { Memo = v });

    // Fields may come in any order; what a registration lacks is told when all are read.
    private static OutboundRegistration RegistrationOf(RoutingGateway gateway) =>
        gateway.Registration ?? new OutboundRegistration { Registrar = "", User = "" };
}

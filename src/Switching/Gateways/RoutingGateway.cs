using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Gateways;

/// <summary>A carrier's gateway, where calls leave the switch. Immutable; a change makes a new one.</summary>
public sealed record RoutingGateway
{
    /// <summary>Its name, unique among routing gateways, 1–64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is; several are tried one after another. Empty with a registration: where the registrar is.</summary>
    public ImmutableArray<GatewayAddress> Addresses { get; init; } = [];

    /// <summary>Through which listener it is called and registered with: its address and port, of which a part that is 0 does not matter.</summary>
    public IpEndpoint Local { get; init; }

    /// <summary>Whether it registers with the switch, under its name and password, and is called where it has registered.</summary>
    public bool Registers { get; init; }

    /// <summary>A locked gateway carries no calls.</summary>
    public bool Locked { get; init; }

    /// <summary>The called-number prefixes that it serves; none at all, or "", serves all numbers.</summary>
    public ImmutableArray<string> Prefixes { get; init; } = [];

    /// <summary>What it does to gateways with shorter prefixes.</summary>
    public PrefixMode PrefixMode { get; init; }

    /// <summary>Its place among gateways with the same prefix, small first, 0–2147483647.</summary>
    public int Priority { get; init; } = 100;

    /// <summary>Tried only after all ordinary gateways have failed.</summary>
    public bool Protect { get; init; }

    /// <summary>The most calls at once; null = no limit.</summary>
    public int? Capacity { get; init; }

    /// <summary>The limit of call attempts; null = none.</summary>
    public CallRate? CallRate { get; init; }

    /// <summary>The gateway groups it belongs to.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The callers it takes, as they would be sent.</summary>
    public PrefixList CallerPrefixes { get; init; } = PrefixList.Any;

    /// <summary>The callees it takes, as they would be sent.</summary>
    public PrefixList CalleePrefixes { get; init; } = PrefixList.Any;

    /// <summary>The pairs of caller and callee it takes, as they would be sent.</summary>
    public PairList Pairs { get; init; } = PairList.Any;

    /// <summary>The callers it takes, by number groups.</summary>
    public GroupFilter CallerGroups { get; init; } = GroupFilter.Any;

    /// <summary>The callees it takes, by number groups.</summary>
    public GroupFilter CalleeGroups { get; init; } = GroupFilter.Any;

    /// <summary>The lengths of callers it takes.</summary>
    public LengthSet CallerLengths { get; init; }

    /// <summary>The lengths of callees it takes.</summary>
    public LengthSet CalleeLengths { get; init; }

    /// <summary>How callers are rewritten on departure.</summary>
    public DialRules CallerRules { get; init; } = DialRules.None;

    /// <summary>How callees are rewritten on departure.</summary>
    public DialRules CalleeRules { get; init; } = DialRules.None;

    /// <summary>Where callers' numbers are taken from in place of their own.</summary>
    public CallerPool CallerPool { get; init; } = CallerPool.None;

    /// <summary>Whether the number-transform table applies to callees.</summary>
    public bool TransformNumbers { get; init; }

    /// <summary>When it may be used, and with what lines and priority.</summary>
    public PeriodRules Periods { get; init; } = PeriodRules.Always;

    /// <summary>How long each stage of an attempt may last.</summary>
    public StageTimeouts Timeouts { get; init; }

    /// <summary>When a call may go on to the next gateway.</summary>
    public FailoverRules Failover { get; init; } = FailoverRules.System;

    /// <summary>Whether it is asked with OPTIONS and used only while it answers.</summary>
    public bool OnlineCheck { get; init; }

    /// <summary>Whether its media is relayed; null = SS_MEDIA_PROXY_MODE.</summary>
    public MediaMode? Media { get; init; }

    /// <summary>Which of its directions end a call when they stay silent.</summary>
    public MediaWatch MediaWatch { get; init; } = MediaWatch.Both;

    /// <summary>Whether its relayed media may come from an address that is neither in its SDP nor that of its signalling.</summary>
    public bool MediaAnySource { get; init; }

    /// <summary>The longest call in seconds; 0 = no limit of its own; null = SS_MAX_CALL_DURATION.</summary>
    public int? MaxDuration { get; init; }

    /// <summary>Whether the caller's display name is sent.</summary>
    public bool SendDisplay { get; init; } = true;

    /// <summary>What Remote-Party-ID carries.</summary>
    public IdentityUse RemotePartyId { get; init; }

    /// <summary>What P-Asserted-Identity carries.</summary>
    public IdentityUse PAssertedIdentity { get; init; } = IdentityUse.Pass;

    /// <summary>What P-Preferred-Identity carries.</summary>
    public IdentityUse PPreferredIdentity { get; init; }

    /// <summary>What Privacy carries.</summary>
    public PrivacyUse Privacy { get; init; } = PrivacyUse.Pass;

    /// <summary>Whether reliable provisional answers are offered to it (RFC 3262).</summary>
    public bool Reliable100 { get; init; } = true;

    /// <summary>Whether session timers are offered to it (RFC 4028).</summary>
    public bool SessionTimer { get; init; } = true;

    /// <summary>The digest user name for its challenges; "" = that of the registration, else its name.</summary>
    public string AuthenticationUser { get; init; } = "";

    /// <summary>The password for its challenges and the registration of either with the other, encrypted for "routing:" and its name; null = none.</summary>
    public byte[]? SealedPassword { get; init; }

    /// <summary>Whom the password is sealed for.</summary>
    internal string SecretOwner => $"routing:{Name}";

    /// <summary>How the switch registers with it; null = not at all.</summary>
    public OutboundRegistration? Registration { get; init; }

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";
}

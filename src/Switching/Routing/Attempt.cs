using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;

namespace Tandem.Switching.Routing;

/// <summary>One way of making a call: a phone with its contacts, or a routing gateway with its addresses. Immutable.</summary>
public sealed record Attempt
{
    /// <summary>The phone; null for a gateway.</summary>
    public Phone? Phone { get; init; }

    /// <summary>The routing gateway; null for a phone.</summary>
    public RoutingGateway? Gateway { get; init; }

    /// <summary>The gateway's running state; null for a phone.</summary>
    public GatewayState? State { get; init; }

    /// <summary>What it is.</summary>
    public PartyKind Kind => Phone is null ? PartyKind.RoutingGateway : PartyKind.Phone;

    /// <summary>Its name.</summary>
    public string Name => Phone?.Name ?? Gateway!.Name;

    /// <summary>The numbers as they are sent.</summary>
    public required CallNumbers Sent { get; init; }

    /// <summary>True when the caller's number is that of a phone that sent the call on, or of a pool: nothing else of the real caller passes then.</summary>
    public bool HidesCaller { get; init; }

    /// <summary>A phone's contacts, the best q first, those of the same q together (RFC 3261 §16.6); a gateway's addresses in the order of DNS.</summary>
    public required ImmutableArray<CallTarget> Targets { get; init; }

    /// <summary>Attempts of the same step are made at the same time; steps rise.</summary>
    public int Step { get; init; }

    /// <summary>How many seconds it may ring; 0 = SS_SIP_TIMEOUT_RINGING or the gateway's own.</summary>
    public int RingTime { get; init; }

    /// <summary>The longest duration in seconds by the limits of the callee and of the payer; 0 = none.</summary>
    public int MaxDuration { get; init; }

    /// <summary>The phone that forwarded the call here and pays for this part of it; null = the caller pays.</summary>
    public Phone? Payer { get; init; }

    /// <summary>The forwards that the plan itself has made on the way here, the last first, for Diversion (RFC 5806).</summary>
    public ImmutableArray<Diversion> Diversions { get; init; } = [];
}

/// <summary>Where one INVITE goes.</summary>
/// <param name="Flow">What it is sent on.</param>
/// <param name="RequestUri">The Request-URI: a phone's Contact, or sip:number@host of a gateway.</param>
/// <param name="Route">The Route header's value, the Path of a binding (RFC 3327); "" = none.</param>
/// <param name="Q">A contact's preference in thousandths; a gateway's addresses have falling ones.</param>
/// <param name="Host">The host for To; "" = our own address.</param>
public readonly record struct CallTarget(Flow Flow, string RequestUri, string Route = "", int Q = 1000, string Host = "");

using Tandem.Sip.Flows;

namespace Tandem.Switching.Gateways;

/// <summary>How the switch registers a routing gateway with its carrier, as a user agent of the carrier (RFC 3261 §10.2). Immutable.</summary>
public sealed record OutboundRegistration
{
    /// <summary>The registrar's host name or address, with a port when it is not the default one.</summary>
    public required string Registrar { get; init; }

    /// <summary>The domain of the address-of-record; "" = the registrar's host.</summary>
    public string Domain { get; init; } = "";

    /// <summary>The user of the address-of-record.</summary>
    public required string User { get; init; }

    /// <summary>The digest user name; "" = the user.</summary>
    public string AuthenticationUser { get; init; } = "";

    /// <summary>The expiry asked for in seconds, 20–7200; null = SS_SIP_USER_AGENT_EXPIRE.</summary>
    public int? Expires { get; init; }

    /// <summary>The transport; null = as DNS says, else UDP.</summary>
    public SipTransport? Transport { get; init; }
}

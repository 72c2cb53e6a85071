using System.ComponentModel;
using Tandem.Switching.Gateways;

namespace Tandem.Api.Gateways;

/// <summary>How a gateway's registration with its carrier stands.</summary>
public sealed record OutboundRegistrationView
{
    /// <summary>The gateway.</summary>
    [Description("The routing gateway.")]
    public required string Gateway { get; init; }

    /// <summary>Who is registered.</summary>
    [Description("Who is registered, as sip:user@domain.")]
    public required string AddressOfRecord { get; init; }

    /// <summary>How far it is.</summary>
    [Description("registering, registered or failed; unregistering and unregistered when the switch stops.")]
    public required RegistrationPhase State { get; init; }

    /// <summary>The registrar's address.</summary>
    [Description("The registrar's address that was asked last; null = none yet.")]
    public string? Registrar { get; init; }

    /// <summary>The last answer.</summary>
    [Description("The status of the last final answer; null = none came.")]
    public int? LastStatus { get; init; }

    /// <summary>Its phrase.</summary>
    [Description("The last answer's phrase, which is of the carrier's choice, or why none came.")]
    public required string LastReason { get; init; }

    /// <summary>The expiry.</summary>
    [Description("The expiry granted, in seconds; 0 while not registered.")]
    public required int Expires { get; init; }

    /// <summary>When it was accepted.</summary>
    [Description("When it was last accepted; null = never.")]
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>When it ends.</summary>
    [Description("When it ends unless refreshed; null while not registered.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The next attempt.</summary>
    [Description("When the registrar is asked next; null while it is being asked for the first time.")]
    public DateTimeOffset? NextAttemptAt { get; init; }

    internal static OutboundRegistrationView Of(OutboundRegistrationState state) => new()
    {
        Gateway = state.Gateway,
        AddressOfRecord = state.AddressOfRecord,
        State = state.Phase,
        Registrar = state.Registrar == default ? null : state.Registrar.ToString(),
        LastStatus = state.LastStatus == 0 ? null : state.LastStatus,
        LastReason = state.LastReason,
        Expires = state.Expires,
        RegisteredAt = Time(state.RegisteredAt),
        ExpiresAt = state.Expires == 0 ? null : Time(state.ExpiresAt),
        NextAttemptAt = Time(state.NextAttemptAt),
    };

    private static DateTimeOffset? Time(long at) => at == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(at);
}

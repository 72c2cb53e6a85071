using System.ComponentModel;
using Tandem.Api.Running;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Api.Gateways;

/// <summary>How a routing gateway stands while the switch runs.</summary>
public sealed record GatewayStateView
{
    /// <summary>Its name.</summary>
    [Description("The gateway's name.")]
    public required string Name { get; init; }

    /// <summary>Calls.</summary>
    [Description("Calls at this moment.")]
    public required int Calls { get; init; }

    /// <summary>Until when it is out.</summary>
    [Description("Until when a Retry-After of its keeps it out; null = it does not.")]
    public DateTimeOffset? OutUntil { get; init; }

    /// <summary>Addresses.</summary>
    [Description("Its addresses as they are resolved now, or where it has registered, in the order in which they are tried.")]
    public required IReadOnlyList<GatewayTargetView> Targets { get; init; }

    /// <summary>When they were resolved.</summary>
    [Description("When its addresses were found the last time; null = never.")]
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Why not.</summary>
    [Description("Why its addresses are not known, or are those of an earlier time; null when all is well.")]
    public string? ResolveError { get; init; }

    /// <summary>Its registration.</summary>
    [Description("How its registration with the carrier stands; null = it has none.")]
    public OutboundRegistrationView? Registration { get; init; }

    internal static GatewayStateView Of(
        GatewayState state, IReadOnlyList<GatewayTarget> targets, in GatewayResolution resolution, OutboundRegistrationState? registration, long now) => new()
    {
        Name = state.Name,
        Calls = state.Calls,
        OutUntil = state.RetryAfter > now ? DateTimeOffset.FromUnixTimeMilliseconds(state.RetryAfter) : null,
        Targets = [.. targets.Select(t => new GatewayTargetView(t.Flow.Remote.ToString(), t.Flow.Transport.ToString().ToLowerInvariant(), t.Host, t.Online))],
        ResolvedAt = resolution.ResolvedAt,
        ResolveError = resolution.Error,
        Registration = registration is null ? null : OutboundRegistrationView.Of(registration),
    };
}

/// <summary>One address of a routing gateway.</summary>
/// <param name="Address">Where.</param>
/// <param name="Transport">How.</param>
/// <param name="Host">Of what name.</param>
/// <param name="Online">Whether it answers.</param>
public sealed record GatewayTargetView(
    [property: Description("The address and port.")] string Address,
    [property: Description("udp, tcp or tls.")] string Transport,
    [property: Description("The host that the operator named, or that of the Contact that it registered.")] string Host,
    [property: Description("false while it does not answer OPTIONS; always true without the online check.")] bool Online);

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Gateways;

/// <summary>
/// Writes the addresses of the gateways' states: the resolver says which there are, the online check which of them answer, and
/// neither undoes what the other said. Thread-safe.
/// </summary>
public sealed class GatewayReach(GatewayStates states)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ImmutableArray<GatewayTarget>> _registrars = new(StringComparer.Ordinal);

    /// <summary>Sets the addresses of a gateway; one that was there before stays as online or offline as it was.</summary>
    public void SetAddresses(string gateway, IEnumerable<GatewayTarget> found)
    {
        lock (_lock)
        {
            var state = states.Of(gateway);
            var before = state.Targets;
            ImmutableArray<GatewayTarget> targets = [.. found.Select(f => f with { Online = IsOnline(before, f.Flow) })];
            if (!targets.SequenceEqual(before)) state.Targets = targets;
        }
    }

    /// <summary>Says whether an address answers; false when that is known already or the gateway has no such address any more.</summary>
    public bool SetOnline(string gateway, Flow flow, bool online)
    {
        lock (_lock)
        {
            var state = states.Of(gateway);
            var targets = state.Targets;
            if (!targets.Any(t => t.Flow == flow && t.Online != online)) return false;
            state.Targets = [.. targets.Select(t => t.Flow == flow ? t with { Online = online } : t)];
            return true;
        }
    }

    /// <summary>Sets where the registrar of a gateway is, the first to be tried first.</summary>
    public void SetRegistrar(string gateway, ImmutableArray<GatewayTarget> found) => _registrars[gateway] = found;

    /// <summary>Where the registrar of a gateway is; empty while that is not known.</summary>
    public ImmutableArray<GatewayTarget> RegistrarOf(string gateway) => _registrars.TryGetValue(gateway, out var found) ? found : [];

    /// <summary>Forgets a gateway that was removed.</summary>
    public void Remove(string gateway)
    {
        _registrars.TryRemove(gateway, out _);
        lock (_lock) states.Remove(gateway);
    }

    private static bool IsOnline(ImmutableArray<GatewayTarget> targets, Flow flow) => !targets.Any(t => t.Flow == flow && !t.Online);
}

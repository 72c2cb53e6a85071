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

    /// <summary>Forgets a gateway that was removed.</summary>
    public void Remove(string gateway)
    {
        lock (_lock) states.Remove(gateway);
    }

    private static bool IsOnline(ImmutableArray<GatewayTarget> targets, Flow flow) => !targets.Any(t => t.Flow == flow && !t.Online);
}

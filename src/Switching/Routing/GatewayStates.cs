using System.Collections.Concurrent;

namespace Tandem.Switching.Routing;

/// <summary>The running states of all gateways, by name.</summary>
public sealed class GatewayStates
{
    private readonly ConcurrentDictionary<string, GatewayState> _states = new(StringComparer.Ordinal);

    /// <summary>The state of a gateway, made when it is asked for first.</summary>
    public GatewayState Of(string name) => _states.GetOrAdd(name, static n => new GatewayState(n));

    /// <summary>All that were asked for.</summary>
    public IEnumerable<GatewayState> All => _states.Values;

    /// <summary>Forgets the state of a gateway that was removed.</summary>
    public void Remove(string name) => _states.TryRemove(name, out _);
}

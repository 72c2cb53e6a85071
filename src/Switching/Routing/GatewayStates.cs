using System.Collections.Concurrent;

namespace Tandem.Switching.Routing;

/// <summary>The running states of all routing gateways, by name.</summary>
public sealed class GatewayStates
{
    private readonly ConcurrentDictionary<string, GatewayState> _states = new(StringComparer.Ordinal);
    private int _version;

    /// <summary>All that were asked for.</summary>
    public IEnumerable<GatewayState> All => _states.Values;

    /// <summary>Rises when the addresses of a gateway change.</summary>
    internal int Version => Volatile.Read(ref _version);

    /// <summary>The state of a gateway, made when it is asked for first.</summary>
    public GatewayState Of(string name) => _states.TryGetValue(name, out var state) ? state : _states.GetOrAdd(name, Make);

    /// <summary>Forgets the state of a gateway that was removed.</summary>
    public void Remove(string name)
    {
        if (_states.TryRemove(name, out _)) AddressesChanged();
    }

    private GatewayState Make(string name) => new(name) { TargetsChanged = AddressesChanged };

    private void AddressesChanged() => Interlocked.Increment(ref _version);
}

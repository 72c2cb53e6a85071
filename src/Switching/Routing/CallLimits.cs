using System.Collections.Concurrent;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>The lines in use and the call attempts of everybody, shared by all shards.</summary>
internal sealed class CallLimits
{
    private readonly ConcurrentDictionary<(bool Routing, string Name), CallRateGauge> _rates = new();

    /// <summary>The lines of phones, in both directions.</summary>
    public LineTable Phones { get; } = new();

    /// <summary>The lines of mapping gateways.</summary>
    public LineTable MappingGateways { get; } = new();

    /// <summary>The lines of gateway groups.</summary>
    public LineTable Groups { get; } = new();

    /// <summary>The numbers of caller pools.</summary>
    public PoolNumbers Pools { get; } = new();

    /// <summary>The call attempts of a mapping gateway.</summary>
    public CallRateGauge MappingRate(string name) => RateOf((false, name));

    /// <summary>The call attempts of a routing gateway.</summary>
    public CallRateGauge RoutingRate(string name) => RateOf((true, name));

    /// <summary>Forgets the attempts of gateways that are gone or no longer limited.</summary>
    public void KeepRates(IEnumerable<MappingGateway> mapping, IEnumerable<RoutingGateway> routing)
    {
        var kept = mapping.Where(g => g.Calls.CallRate is not null).Select(g => (false, g.Name))
            .Concat(routing.Where(g => g.CallRate is not null).Select(g => (true, g.Name))).ToHashSet();
        foreach (var key in _rates.Keys.Where(key => !kept.Contains(key))) _rates.TryRemove(key, out _);
    }

    private CallRateGauge RateOf((bool, string) key) => _rates.GetOrAdd(key, static _ => new CallRateGauge());
}

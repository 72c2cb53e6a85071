using Microsoft.Extensions.Logging;
using Tandem.Api.Running;
using Tandem.Network.Dns;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Gateways;

/// <summary>
/// Keeps the addresses of all routing gateways resolved: a new or changed one at once, all of them again every
/// SERVER_DNS_UPDATE_INTERVAL, those that failed sooner. No call ever waits for it.
/// </summary>
public sealed class GatewayResolver : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(30);
    private const int AtOnce = 16;

    private readonly Directory _directory;
    private readonly GatewayReach _reach;
    private readonly LocalAddresses _addresses;
    private readonly Func<GatewayAddress, CancellationToken, Task<SipTargets>> _resolve;
    private readonly CurrentParameters _parameters;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<GatewayAddress, ResolvedAddress> _known = [];
    private readonly HashSet<string> _gateways = [];
    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _running = [];
    private readonly ITimer _look;

    /// <summary>Begins to resolve.</summary>
    /// <param name="directory">The gateways.</param>
    /// <param name="reach">Takes what is found.</param>
    /// <param name="addresses">Finds the listener for an address.</param>
    /// <param name="resolve">Resolves one address.</param>
    /// <param name="parameters">The parameters in force.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Is told of failures, once each.</param>
    public GatewayResolver(Directory directory, GatewayReach reach, LocalAddresses addresses,
        Func<GatewayAddress, CancellationToken, Task<SipTargets>> resolve, CurrentParameters parameters, TimeProvider clock, ILogger logger)
    {
        _directory = directory;
        _reach = reach;
        _addresses = addresses;
        _resolve = resolve;
        _parameters = parameters;
        _clock = clock;
        _logger = logger;
        _directory.Changed += Review;
        _look = clock.CreateTimer(_ => AskDue(), null, LookEvery, LookEvery);
        Review();
    }

    /// <summary>What is known of the addresses of a gateway; in particular why there are none.</summary>
    public GatewayResolution StateOf(RoutingGateway gateway)
    {
        lock (_lock)
        {
            ResolvedAddress[] known = [.. GatewayPlaces.Of(gateway).Select(p => _known.GetValueOrDefault(p)).OfType<ResolvedAddress>()];
            var (_, error) = FlowsOf(GatewayPlaces.Of(gateway), gateway.Local);
            return new GatewayResolution(known.Max(k => k.ResolvedAt), known.Select(k => k.Error).FirstOrDefault(e => e is not null) ?? error);
        }
    }

    /// <summary>Looks at all gateways again, because they or the listeners have changed.</summary>
    public void Review()
    {
        lock (_lock)
        {
            var gateways = _directory.RoutingGateways.All;
            var places = gateways.Values.SelectMany(GatewayPlaces.WithRegistrarOf).ToHashSet();
            foreach (var gone in _known.Keys.Except(places).ToList()) _known.Remove(gone);
            foreach (var place in places) _known.TryAdd(place, new ResolvedAddress());
            foreach (var gone in _gateways.Except(gateways.Keys).ToList())
            {
                _reach.Remove(gone);
                _gateways.Remove(gone);
            }
            _gateways.UnionWith(gateways.Keys);
            foreach (var gateway in gateways.Values) Write(gateway);
        }
        AskDue();
    }

    /// <summary>Stops; what is being asked for is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        _directory.Changed -= Review;
        await _look.DisposeAsync();
        await _stop.CancelAsync();
        Task[] running;
        lock (_lock) running = [.. _running];
        await Task.WhenAll(running);
    }

    private void AskDue()
    {
        List<GatewayAddress> due;
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            due = [.. _known.Where(k => !k.Value.IsAsked && k.Value.DueAt <= now && !_stop.IsCancellationRequested).Select(k => k.Key)];
            foreach (var place in due) _known[place].IsAsked = true;
        }
        foreach (var place in due) Keep(AskAsync(place));
    }

    private void Keep(Task task)
    {
        lock (_lock)
        {
            _running.RemoveWhere(t => t.IsCompleted);
            if (!task.IsCompleted) _running.Add(task);
        }
    }

    private async Task AskAsync(GatewayAddress place)
    {
        try
        {
            await _places.WaitAsync(_stop.Token);
            try
            {
                Take(place, await _resolve(place, _stop.Token));
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The switch stops.
        }
    }

    private void Take(GatewayAddress place, SipTargets answer)
    {
        lock (_lock)
        {
            // Written differently or removed in the meantime.
            if (!_known.TryGetValue(place, out var known)) return;
            var before = known.Error;
            var now = _clock.GetUtcNow();
            known.Take(answer, now);
            known.IsAsked = false;
            var interval = TimeSpan.FromSeconds(_parameters.Set.Get(GatewayParameters.DnsUpdateInterval));
            known.DueAt = now + (known.Error is not null && RetryAfterFailure < interval ? RetryAfterFailure : interval);
            if (known.Error is { } error && error != before) _logger.LogWarning("Routing gateway at {Host}: {Error}.", place.Host, error);
            foreach (var gateway in _directory.RoutingGateways.All.Values.Where(g => GatewayPlaces.WithRegistrarOf(g).Contains(place))) Write(gateway);
        }
    }

    private void Write(RoutingGateway gateway)
    {
        _reach.SetAddresses(gateway.Name, FlowsOf(GatewayPlaces.Of(gateway), gateway.Local).Flows);
        if (GatewayPlaces.RegistrarOf(gateway) is { } registrar) _reach.SetRegistrar(gateway.Name, [.. FlowsOf([registrar], gateway.Local).Flows]);
    }

    private (IReadOnlyList<GatewayTarget> Flows, string? Error) FlowsOf(IEnumerable<GatewayAddress> places, IpEndpoint local)
    {
        var flows = new List<GatewayTarget>();
        string? error = null;
        var ranks = 0;
        foreach (var place in places)
        {
            if (!_known.TryGetValue(place, out var known)) continue;
            // What the operator wrote first is tried first, whatever the names say among themselves.
            var first = ranks;
            foreach (var target in known.Targets)
            {
                var rank = first + target.Share.Rank;
                ranks = Math.Max(ranks, rank + 1);
                if (_addresses.FlowTo(target.Transport, target.Remote, local) is not { } flow) error ??= NoWay(target, local);
                else if (!flows.Any(f => f.Flow == flow))
                    flows.Add(new GatewayTarget(flow, place.Host, Rank: rank, Weight: target.Share.Weight, Server: target.Share.Server));
            }
        }
        return (flows, error);
    }

    private static string NoWay(SipTarget target, IpEndpoint local) => target.Transport is SipTransport.Ws or SipTransport.Wss
        ? "a gateway cannot be called over WebSocket"
        : local != default
        ? $"no {target.Transport.ToString().ToUpperInvariant()} listener at {(local.Address == 0 ? $"port {local.Port}" : local)} can reach {target.Remote}"
        : $"no UDP listener can reach {target.Remote}: SS_SIP_LISTEN has none for {(target.Remote.IsV4 ? "IPv4" : "IPv6")}";
}

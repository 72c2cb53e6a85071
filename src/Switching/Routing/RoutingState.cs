using System.Collections.Immutable;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Switching.Routing;

/// <summary>
/// What the identification and planning of calls share on all shards; each part is safe for many threads by itself. The tables
/// are made anew on the thread that changes the configuration, so that no call waits for them.
/// </summary>
public sealed class RoutingState
{
    private readonly TimeZoneInfo _zone;
    private RouteTables _tables = RouteTables.Empty;
    private CarrierSources _carriers = CarrierSources.None;
    private RoutingSettings _settings;

    /// <summary>The shared state of a switch.</summary>
    /// <param name="registrar">Phones, accounts, parameters, bindings, suspensions.</param>
    /// <param name="gateways">The running states of the routing gateways.</param>
    /// <param name="zone">The server's time zone, in which period rules are written.</param>
    public RoutingState(RegistrarState registrar, GatewayStates gateways, TimeZoneInfo zone)
    {
        Registrar = registrar;
        Gateways = gateways;
        _zone = zone;
        _settings = new RoutingSettings(registrar.Parameters.Set);
        Directory.Changed += TakeConfiguration;
        TakeConfiguration();
    }

    /// <summary>What is shared with the registrar.</summary>
    public RegistrarState Registrar { get; }

    /// <summary>The flow on which an address is reached; null when there is none. Set once the listeners are open.</summary>
    public Func<SipTransport, IpEndpoint, Flow?> FlowTo { get; set; } = (_, _) => null;

    /// <summary>The configuration in force.</summary>
    public Directory Directory => Registrar.Directory;

    /// <summary>The running states of the routing gateways.</summary>
    public GatewayStates Gateways { get; }

    /// <summary>The lines in use and the rates of call attempts.</summary>
    internal CallLimits Limits { get; } = new();

    /// <summary>The tables made of the configuration.</summary>
    internal RouteTables Tables => Volatile.Read(ref _tables);

    /// <summary>The settings of the parameters in force.</summary>
    internal RoutingSettings Settings
    {
        get
        {
            var settings = Volatile.Read(ref _settings);
            if (settings.AreOf(Registrar.Parameters.Set)) return settings;
            settings = new RoutingSettings(Registrar.Parameters.Set);
            Volatile.Write(ref _settings, settings);
            return settings;
        }
    }

    /// <summary>The addresses of the routing gateways as they are resolved now.</summary>
    internal CarrierSources Carriers
    {
        get
        {
            var carriers = Volatile.Read(ref _carriers);
            var gateways = Tables.RoutingGateways;
            if (carriers.AreOf(gateways, Gateways.Version)) return carriers;
            carriers = new CarrierSources(gateways, Gateways);
            Volatile.Write(ref _carriers, carriers);
            return carriers;
        }
    }

    /// <summary>How many calls a mapping gateway has up at this moment.</summary>
    public int CallsOfMappingGateway(string name) => Limits.MappingGateways.Of(name).Total;

    /// <summary>Whether a routing gateway can be called now.</summary>
    public GatewayStanding StandingOf(RoutingGateway gateway, long now)
    {
        var state = Gateways.Of(gateway.Name);
        if (gateway.Locked) return GatewayStanding.Locked;
        if (state.RetryAfter > now) return GatewayStanding.RetryAfter;
        if (gateway.Registers)
            return GatewayContacts.Of(gateway.Name, Registrar.Locations, now).IsEmpty ? GatewayStanding.NotRegistered : GatewayStanding.Up;
        if (state.Targets.IsEmpty) return GatewayStanding.NoAddress;
        return !gateway.OnlineCheck || state.Targets.Any(target => target.Online) ? GatewayStanding.Up : GatewayStanding.Offline;
    }

    /// <summary>How many calls the gateways of a group have up at this moment.</summary>
    public int CallsOfGroup(string name) => Limits.Groups.Of(name).Total;

    /// <summary>How many calls a phone makes and receives at this moment.</summary>
    public (int Out, int In) CallsOfPhone(string name)
    {
        var lines = Limits.Phones.Of(name);
        return (lines.Out, lines.In);
    }

    /// <summary>A time as it is in the server's zone.</summary>
    internal DateTime LocalTime(long now) => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(now), _zone).DateTime;

    // Called by one writer at a time (Directory.Changed).
    private void TakeConfiguration()
    {
        var mapping = Directory.MappingGateways.All;
        var routing = Directory.RoutingGateways.All;
        var before = Tables;
        if (ReferenceEquals(mapping, before.MappingGateways) && ReferenceEquals(routing, before.RoutingGateways)) return;
        Volatile.Write(ref _tables, before.With(mapping, routing));
        Limits.KeepRates(mapping.Values, routing.Values);
        Limits.Pools.Keep(routing.Values);
        foreach (var gateway in before.RoutingGateways.Values.Where(g => g.Registers && routing.GetValueOrDefault(g.Name) is not { Registers: true }))
            Registrar.Locations.RemoveAll(gateway.Name);
        foreach (var gone in before.RoutingGateways.Keys.Where(name => !routing.ContainsKey(name))) Gateways.Remove(gone);
    }
}

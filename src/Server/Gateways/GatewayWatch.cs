using Tandem.Api.Running;
using Tandem.Server.Signalling;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Gateways;

/// <summary>
/// The carriers' side of the running switch: the online check and the registrations, which the first shard runs, and what is
/// known of the gateways' addresses.
/// </summary>
public sealed class GatewayWatch : IGatewayWatch
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Shard _shard;
    private readonly GatewayResolver _resolver;
    private readonly OutboundRegistrar _registrar;

    private GatewayWatch(Shard shard, GatewayResolver resolver, OutboundRegistrar registrar)
    {
        _shard = shard;
        _resolver = resolver;
        _registrar = registrar;
    }

    /// <summary>Begins to watch and to register.</summary>
    /// <param name="shard">The shard that does it.</param>
    /// <param name="resolver">Knows the addresses.</param>
    /// <param name="reach">Keeps them.</param>
    /// <param name="directory">The gateways.</param>
    /// <param name="states">Their running states.</param>
    /// <param name="parameters">The parameters in force.</param>
    /// <param name="passwordOf">Opens the password of a gateway; null when it has none.</param>
    public static async Task<GatewayWatch> StartAsync(Shard shard, GatewayResolver resolver, GatewayReach reach, Directory directory, GatewayStates states,
        CurrentParameters parameters, Func<RoutingGateway, string?> passwordOf)
    {
        var registrar = new OutboundRegistrar(shard.Sender, directory, reach, parameters, passwordOf);
        var check = new OnlineCheck(shard.Sender, directory, states, reach, parameters);
        await shard.InvokeAsync(() =>
        {
            shard.Add(registrar);
            shard.Add(check);
        });
        return new GatewayWatch(shard, resolver, registrar);
    }

    /// <inheritdoc/>
    public GatewayResolution ResolutionOf(RoutingGateway gateway) => _resolver.StateOf(gateway);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboundRegistrationState>> RegistrationsAsync()
    {
        IReadOnlyList<OutboundRegistrationState> states = [];
        await _shard.InvokeAsync(() => states = _registrar.List());
        return states;
    }

    /// <summary>Ends the registrations; waits a moment for the carriers' answers, so that a challenge can still be answered.</summary>
    public async Task StopAsync()
    {
        await _shard.InvokeAsync(() => _registrar.Stop(_shard.Now));
        var end = DateTime.UtcNow + Farewell;
        for (var quiet = false; !quiet && DateTime.UtcNow < end;)
        {
            await _shard.InvokeAsync(() => quiet = _registrar.IsQuiet);
            if (!quiet) await Task.Delay(Look);
        }
    }
}

/// <summary>The carriers' side when a command works on the store alone: nothing is known of it.</summary>
internal sealed class NoGatewayWatch : IGatewayWatch
{
    public GatewayResolution ResolutionOf(RoutingGateway gateway) => new(null, "the switch does not run");

    public Task<IReadOnlyList<OutboundRegistrationState>> RegistrationsAsync() => Task.FromResult<IReadOnlyList<OutboundRegistrationState>>([]);
}

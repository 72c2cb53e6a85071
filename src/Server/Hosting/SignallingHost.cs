using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Tandem.Network.Dns;
using Tandem.Network.Signalling;
using Tandem.Server.Gateways;
using Tandem.Server.Signalling;
using Tandem.Server.Tracing;
using Tandem.Sip.Flows;
using Tandem.Switching.Authentication;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;

namespace Tandem.Server.Hosting;

/// <summary>The SIP side of the running switch: shards, listeners, certificate, registration log.</summary>
public sealed class SignallingHost : IAsyncDisposable
{
    private readonly OpenStore _store;
    private readonly IReadOnlyList<SipListen>? _listenInstead;
    private readonly ILogger _logger;
    private readonly Listeners _listeners = null!; // made after what asks for it
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private readonly SipTargetResolver _names = new();
    private readonly DigestSecrets _secrets;
    private readonly GatewayReach _reach;
    private TlsCertificate? _certificate;
    private GatewayResolver? _resolver;
    private IReadOnlyList<SipListen> _applied = [];

    private SignallingHost(OpenStore store, IReadOnlyList<SipListen>? listenInstead)
    {
        _store = store;
        _listenInstead = listenInstead;
        _secrets = new DigestSecrets(store.Store.Secrets);
        _logger = store.Loggers.CreateLogger("Tandem.Signalling");
        var shards = Environment.ProcessorCount;
        Media = new MediaHost(store.Parameters, store.Clock, store.Loggers.CreateLogger("Tandem.Media"));
        Log = new RegistrationLog(Path.Combine(store.Folder("log"), "registrations.log"), shards, store.Clock, _logger);
        LocalAddresses = new LocalAddresses(() => _listeners.Open, store.Clock);
        store.Routing.FlowTo = LocalAddresses.FlowTo;
        Traces = new CallTraces(shards, store.Parameters, _names, store.Clock, _logger);
        var parts = new ShardParts(store.State, store.Routing, _secrets, Media, LocalAddresses,
            store.Records.JournalOf, Traces.Of);
        Shards = new ShardGroup(shards, parts,
            picker => new ConnectionTable(picker, ConnectionOptions.Default with { PacketMark = Mark }, store.Clock), Log,
            UdpOptions.Default with { PacketMark = Mark }, store.Clock, _logger);
        _listeners = new Listeners(Shards, Shards.Connections, Certificate);
        _reach = new GatewayReach(store.Routing.Gateways);
    }

    /// <summary>The shards.</summary>
    public ShardGroup Shards { get; }

    /// <summary>The line for each registration attempt.</summary>
    public RegistrationLog Log { get; }

    /// <summary>Where calls borrow the ports of their media.</summary>
    public MediaHost Media { get; }

    /// <summary>The messages of calls.</summary>
    public CallTraces Traces { get; }

    /// <summary>Where peers reach the switch.</summary>
    public LocalAddresses LocalAddresses { get; }

    /// <summary>The carriers' side; null until it has begun.</summary>
    public GatewayWatch? Gateways { get; private set; }

    /// <summary>The listeners that are open.</summary>
    public IReadOnlyList<OpenListener> Open => _listeners.Open;

    /// <summary>A line for each listener that is wanted and could not be opened.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Opens the listeners and answers phones.</summary>
    /// <param name="store">The loaded store.</param>
    /// <param name="listenInstead">Listeners for this run in place of SS_SIP_LISTEN; null = the parameter.</param>
    public static async Task<SignallingHost> StartAsync(OpenStore store, IReadOnlyList<SipListen>? listenInstead)
    {
        var host = new SignallingHost(store, listenInstead);
        await host.ListenAsync();
        await host.Traces.StartAsync(host.Shards.Shards);
        host._resolver = host.StartResolver();
        host.Gateways = await GatewayWatch.StartAsync(host.Shards.Shards[0], host._resolver, host._reach, store.Directory, store.Routing.Gateways,
            store.Parameters, host._secrets.PasswordOf);
        store.Parameters.Changed += host.ParametersChanged;
        return host;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _store.Parameters.Changed -= ParametersChanged;
        if (Gateways is not null) await Gateways.StopAsync();
        if (_resolver is not null) await _resolver.DisposeAsync();
        await _listeners.DisposeAsync();
        Shards.Dispose();
        Media.Dispose();
        Traces.Dispose();
        Log.Dispose();
        _certificate?.Dispose();
    }

    private async Task ListenAsync()
    {
        // The set in force is read inside, so that of two changes the later one is what stays.
        await _oneChange.WaitAsync();
        try
        {
            _applied = Wanted;
            Problems = await _listeners.ApplyAsync(_applied);
            foreach (var problem in Problems) _logger.LogError("Cannot listen on {Problem}.", problem);
            _store.State.Domains = LocalNames();
            _resolver?.Review();
        }
        finally
        {
            _oneChange.Release();
        }
    }

    private IReadOnlyList<SipListen> Wanted => _listenInstead ?? _store.Parameters.Set.Get(ParameterCatalogue.SipListen);

    private GatewayResolver StartResolver()
    {
        return new GatewayResolver(_store.Directory, _reach, LocalAddresses, (place, stop) => _names.ResolveAsync(place.Host, place.Port, place.Transport, stop),
            _store.Parameters, _store.Clock, _logger);
    }

    private byte Mark() => _store.Parameters.Set.Get(ParameterCatalogue.QosSignal);

    private void ParametersChanged(ParameterSet parameters)
    {
        _ = Shards.MarkPacketsAsync();
        if (Wanted.SequenceEqual(_applied)) return;
        // Opening sockets waits for the shards, so it is not done on the thread of whoever set the parameter.
        _ = Task.Run(ListenAsync);
    }

    private LocalDomains LocalNames()
    {
        var machine = Dns.GetHostName();
        var open = _listeners.Open;
        var realms = new string[open.Count == 0 ? 1 : open.Max(l => l.Index) + 1];
        Array.Fill(realms, machine);
        foreach (var listener in open)
        {
            if (listener.Local.Address != 0 && listener.Local.WithPort(0) != IpEndpoint.FromV4(0, 0)) realms[listener.Index] = listener.Local.AddressText;
        }
        return new LocalDomains(realms, MachineAddresses().Append(machine).Append("localhost"));
    }

    private static IEnumerable<string> MachineAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        from unicast in network.GetIPProperties().UnicastAddresses
        where unicast.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
        select IpEndpoint.From(unicast.Address, 0).AddressText;

    private TlsCertificate Certificate()
    {
        if (_certificate is not null) return _certificate;
        var (certificateFile, keyFile) = SelfSignedCertificate.Ensure(_store.Folder("tls"), [Dns.GetHostName(), .. MachineAddresses()], _store.Clock.GetUtcNow());
        return _certificate = new TlsCertificate(certificateFile, keyFile, _store.Clock, _logger);
    }
}

using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tandem.Api;
using Tandem.Api.Auth;
using Tandem.Api.Running;
using Tandem.Network.Signalling;
using Tandem.Server.Gateways;

namespace Tandem.Server.Hosting;

/// <summary>The HTTP side: the API, and SIP over WebSocket at /sip when SIP is served.</summary>
public sealed class HttpHost : IAsyncDisposable
{
    // The flows of WebSockets that come in here carry an index that no listener of SS_SIP_LISTEN has.
    private const ushort WebSocketListener = ushort.MaxValue;

    private readonly WebApplication _app;

    private HttpHost(WebApplication app, string address, string token)
    {
        _app = app;
        Address = address;
        Token = token;
    }

    /// <summary>The address it answers on, such as http://127.0.0.1:8080.</summary>
    public string Address { get; }

    /// <summary>The token of the machine's own command line.</summary>
    public string Token { get; }

    /// <summary>Opens the API.</summary>
    /// <param name="store">The loaded store.</param>
    /// <param name="signalling">The SIP side; null when a command works on the store alone.</param>
    /// <param name="listen">Where to listen; port 0 lets the system choose.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<HttpHost> StartAsync(OpenStore store, SignallingHost? signalling, IPEndPoint listen)
    {
        var token = TokenText.Draw();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(store.Loggers);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen, options => options.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddTandemApi(new SwitchParts
        {
            Directory = store.Directory,
            Parameters = store.Parameters,
            Editor = store.Editor,
            Configuration = store.Store.Configuration,
            Operators = store.Store.Operators,
            Secrets = store.Store.Secrets,
            Locations = store.State.Locations,
            Routing = store.Routing,
            Suspensions = store.State.Suspensions,
            SuspensionHistory = store.Store.SuspensionHistory,
            Records = store.Store.CallRecords,
            Status = new SwitchStatus(store, signalling),
            LiveCalls = new LiveCalls(signalling),
            Gateways = signalling?.Gateways ?? (IGatewayWatch)new NoGatewayWatch(),
            Metrics = new SwitchMetrics(store, signalling),
            Backup = new StoreBackup(store),
            LocalToken = token,
            Clock = store.Clock,
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.MapTandemApi();
        if (signalling is not null) app.MapOpen("/sip", new WebSocketEndpoint(WebSocketListener, signalling.Shards.Connections).HandleAsync);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpHost(app, address, token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }
}

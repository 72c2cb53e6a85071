using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>A listener for ws: or wss: of its own: a small HTTP server that speaks nothing but SIP over WebSocket.</summary>
public sealed class WebSocketHost : ISignallingEndpoint
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;

    private WebSocketHost(WebApplication application, IpEndpoint local)
    {
        _application = application;
        Local = local;
    }

    /// <inheritdoc/>
    public IpEndpoint Local { get; }

    /// <summary>Binds the address and starts to accept.</summary>
    /// <param name="listener">The listener's index, carried by the flows of its connections.</param>
    /// <param name="local">The address to bind; port 0 lets the system choose.</param>
    /// <param name="table">Takes the connections.</param>
    /// <param name="certificate">What to show for wss:, null for ws:.</param>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static async Task<WebSocketHost> StartAsync(
        ushort listener, IpEndpoint local, ConnectionTable table, TlsCertificate? certificate)
    {
        // Bound here and handed over: the server itself would take both families for [::].
        var socket = StreamSocket.Listen(local);
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        try
        {
            var application = Build(socket, bound, table.Options, certificate);
            var endpoint = new WebSocketEndpoint(listener, table);
            application.UseWebSockets();
            application.Run(endpoint.HandleAsync);
            await application.StartAsync();
            return new WebSocketHost(application, IpEndpoint.From(bound.Address, bound.Port));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Stops accepting and ends the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopWithin);
        await _application.StopAsync(patience.Token);
        await _application.DisposeAsync();
    }

    private static WebApplication Build(Socket socket, IPEndPoint bound, ConnectionOptions options, TlsCertificate? certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = _ => socket);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
            kestrel.Limits.RequestHeadersTimeout = options.FirstMessageWithin;
            kestrel.Limits.KeepAliveTimeout = options.FirstMessageWithin;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(bound, listen => Secure(listen, certificate, options));
        });
        return builder.Build();
    }

    private static void Secure(ListenOptions listen, TlsCertificate? certificate, ConnectionOptions options)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is { } accepted) PacketMark.Set(accepted.Socket, options.PacketMark());
            return next(connection);
        });
        if (certificate is null) return;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = options.FirstMessageWithin,
            OnConnection = _ => ValueTask.FromResult(certificate.ServerHandshake()),
        });
    }

    /// <summary>Leaves signals and the console to the program that this host is a part of.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

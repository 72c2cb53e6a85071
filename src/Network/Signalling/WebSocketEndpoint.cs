using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// SIP over WebSocket (RFC 7118) for any HTTP server: a listener of our own, or a path of the server that carries the API.
/// </summary>
/// <param name="listener">The listener's index, carried by the flows of its connections.</param>
/// <param name="table">Takes the connections.</param>
public sealed class WebSocketEndpoint(ushort listener, ConnectionTable table)
{
    /// <summary>The subprotocol's name (RFC 7118 §8.1).</summary>
    public const string Subprotocol = "sip";

    /// <summary>How often a silent peer is pinged (RFC 6455 §5.5.2).</summary>
    public static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer to a ping may take before the peer counts as gone.</summary>
    public static readonly TimeSpan PongWithin = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Answers one HTTP request: takes a WebSocket that offers the subprotocol and runs it to its end, refuses anything else
    /// with 400. The pipeline has <c>UseWebSockets</c> before it.
    /// </summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, "This address speaks SIP over WebSocket (RFC 7118).");
            return;
        }
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol, StringComparer.OrdinalIgnoreCase))
        {
            await RefuseAsync(context, $"Offer the subprotocol: Sec-WebSocket-Protocol: {Subprotocol}");
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { SubProtocol = Subprotocol, KeepAliveInterval = PingEvery, KeepAliveTimeout = PongWithin });
        // A WebSocket lasts for hours, so it must not hold up the end of its server.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var remote = IpEndpoint.From(context.Connection.RemoteIpAddress ?? IPAddress.None, context.Connection.RemotePort);
        await RunAsync(socket, remote, context.Request.IsHttps, stopping);
    }

    /// <summary>Runs one accepted WebSocket until it ends. Never throws; when the table has no room it is closed with 1013.</summary>
    /// <param name="socket">The WebSocket, with its subprotocol agreed.</param>
    /// <param name="remote">The peer's address as seen on the wire.</param>
    /// <param name="secure">True when it came over TLS: then the flow is of <see cref="SipTransport.Wss"/>.</param>
    /// <param name="stop">Ends it because the server stops.</param>
    public async Task RunAsync(WebSocket socket, IpEndpoint remote, bool secure, CancellationToken stop)
    {
        if (table.Admit(secure ? SipTransport.Wss : SipTransport.Ws, listener, remote) is not { } connection)
        {
            await TurnAwayAsync(socket, stop);
            return;
        }
        await using var stopping = stop.UnsafeRegister(_ => connection.Close(ConnectionEnd.ListenerClosed), null);
        await connection.RunAsync(_ => ValueTask.FromResult<IMessageChannel>(new WebSocketChannel(socket, table.Options.Message)));
    }

    private static async Task TurnAwayAsync(WebSocket socket, CancellationToken stop)
    {
        try
        {
            const WebSocketCloseStatus tryAgainLater = (WebSocketCloseStatus)1013;
            await socket.CloseOutputAsync(tryAgainLater, "too many connections", stop);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private static Task RefuseAsync(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return context.Response.WriteAsync(reason);
    }
}

using System.Net;
using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Accepts connections on one socket and starts the life of each that the table admits.</summary>
internal sealed class StreamAcceptor : IAsyncDisposable
{
    // After an accept failed for want of descriptors or memory: trying again at once would only burn time.
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SipTransport _transport;
    private readonly ushort _listener;
    private readonly ConnectionTable _table;
    private readonly Func<Stream, CancellationToken, ValueTask<Stream>> _secure;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    /// <param name="transport">TCP or TLS.</param>
    /// <param name="listener">The listener's index.</param>
    /// <param name="local">The address to bind.</param>
    /// <param name="table">Takes the connections.</param>
    /// <param name="secure">Makes the stream that carries the messages out of the accepted one.</param>
    internal StreamAcceptor(
        SipTransport transport,
        ushort listener,
        IpEndpoint local,
        ConnectionTable table,
        Func<Stream, CancellationToken, ValueTask<Stream>> secure)
    {
        _socket = StreamSocket.Listen(local);
        _transport = transport;
        _listener = listener;
        _table = table;
        _secure = secure;
        Local = AddressOf(_socket.LocalEndPoint!);
        _accepting = Task.Run(AcceptAsync);
    }

    internal IpEndpoint Local { get; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Start(await _socket.AcceptAsync(_stop.Token));
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                await Task.Delay(Breather, CancellationToken.None);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private void Start(Socket accepted)
    {
        try
        {
            StreamSocket.Prepare(accepted, _table.Options);
            if (_table.Admit(_transport, _listener, AddressOf(accepted.RemoteEndPoint!)) is { } connection)
            {
                _ = Task.Run(() => connection.RunAsync(stop => OpenAsync(accepted, stop)));
                return;
            }
        }
        catch (SocketException)
        {
            // The peer has gone already: between accept and here its address can no longer be asked for.
        }
        accepted.Dispose();
    }

    private async ValueTask<IMessageChannel> OpenAsync(Socket accepted, CancellationToken stop)
    {
        var plain = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            return new StreamChannel(await _secure(plain, stop), _table.Options.Message);
        }
        catch
        {
            await plain.DisposeAsync();
            throw;
        }
    }

    private static IpEndpoint AddressOf(EndPoint endpoint)
    {
        var ip = (IPEndPoint)endpoint;
        return IpEndpoint.From(ip.Address, ip.Port);
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Security.Authentication;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// The life of one stream connection: set up, then a reader that hands whole messages to the connection's shard and a
/// writer that empties its output, until one of them ends or somebody closes it.
/// </summary>
internal sealed class Connection
{
    // How long a reader waits before it offers a message to a full shard again. Real time: nothing of the protocol hangs on it.
    private static readonly TimeSpan FullInboxPause = TimeSpan.FromMilliseconds(2);

    private readonly ConnectionTable _table;
    private readonly IShardInbox _inbox;
    private readonly ConnectionOutput _output;
    private readonly CancellationTokenSource _stop = new();
    private int _end;
    private volatile bool _ready;

    internal Connection(ConnectionTable table, IShardInbox inbox, ConnectionAges ages, in Flow flow, bool outward)
    {
        _table = table;
        _inbox = inbox;
        _output = new ConnectionOutput(table.Options.MaxOutput);
        Ages = ages;
        Flow = flow;
        Outward = outward;
    }

    internal Flow Flow { get; }

    /// <summary>True when we opened it.</summary>
    internal bool Outward { get; }

    internal ConnectionAges Ages { get; }

    /// <summary>The place for whose requests this connection is reused (RFC 5923). Guarded by the table's lock.</summary>
    internal (SipTransport Transport, IpEndpoint Remote)? Place { get; set; }

    internal bool TrySend(ReadOnlySpan<byte> message)
    {
        if (Volatile.Read(ref _end) != 0) return false;
        if (_output.TryQueue(message)) return true;
        Close(ConnectionEnd.OutputFull);
        return false;
    }

    /// <summary>Ends it; the first reason counts. Returns at once.</summary>
    internal void Close(ConnectionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, (int)end, 0) != 0) return;
        _table.Forget(this, end);
        _ = _stop.CancelAsync(); // on the pool: what is cancelled must not run on a shard's thread
    }

    /// <summary>The whole life. Whatever happens, the table and the shard hear of its end.</summary>
    /// <param name="open">Sets the connection up: connects, shakes hands.</param>
    internal async Task RunAsync(Func<CancellationToken, ValueTask<IMessageChannel>> open)
    {
        try
        {
            using var channel = await OpenAsync(open);
            if (channel is not null) await CarryAsync(channel);
        }
        finally
        {
            Close(ConnectionEnd.Closed); // for what left by a bug of ours: everything else has its reason by now
            _output.End();
            // The shard hears of the end of what it heard of, and of a connection that it asked for in vain.
            if (_ready || Outward) _inbox.PostClosed(Flow);
        }
    }

    private async Task CarryAsync(IMessageChannel channel)
    {
        var writer = WriteAsync(channel);
        Close(await ReadAsync(channel));
        await writer;
    }

    private async ValueTask<IMessageChannel?> OpenAsync(Func<CancellationToken, ValueTask<IMessageChannel>> open)
    {
        try
        {
            var channel = await open(_stop.Token);
            _ready = true;
            Ages.BecameReady();
            return channel;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException
            or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            Close(Outward ? ConnectionEnd.ConnectFailed : ConnectionEnd.HandshakeFailed);
            return null;
        }
    }

    private async Task WriteAsync(IMessageChannel channel)
    {
        try
        {
            await _output.RunAsync(channel, _stop.Token);
        }
        catch (Exception e) when (IsBreak(e))
        {
            Close(ConnectionEnd.PeerClosed);
        }
    }

    private async Task<ConnectionEnd> ReadAsync(IMessageChannel channel)
    {
        try
        {
            while (true)
            {
                var read = await channel.ReadAsync(Ages, _stop.Token);
                if (read.End != ConnectionEnd.None) return read.End;
                if (read.Rented is null) TrySend("\r\n"u8);
                else await PostAsync(read.Rented, read.Length);
            }
        }
        catch (Exception e) when (IsBreak(e))
        {
            return ConnectionEnd.PeerClosed;
        }
    }

    private async ValueTask PostAsync(byte[] rented, int length)
    {
        Ages.MessageCame(SipStartLine.IsAtStartOf(rented.AsSpan(0, length)));
        while (!_inbox.TryPost(Flow, rented, length, Stopwatch.GetTimestamp()))
        {
            if (_stop.IsCancellationRequested)
            {
                ArrayPool<byte>.Shared.Return(rented);
                return;
            }
            await Task.Delay(FullInboxPause, CancellationToken.None);
        }
    }

    private static bool IsBreak(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException;
}

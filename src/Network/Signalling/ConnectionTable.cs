using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// All stream connections of all listeners, and those we opened: bounded in number, per source and in time. Thread-safe.
/// </summary>
public sealed class ConnectionTable : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Connection> _connections = [];
    private readonly Dictionary<(SipTransport Transport, IpEndpoint Remote), Connection> _reusable = [];
    private readonly SourceCounts _sources = new();
    private readonly long[] _ends = new long[Enum.GetValues<ConnectionEnd>().Length];
    private readonly IShardPicker _picker;
    private readonly TimeProvider _clock;
    private readonly ITimer _sweep;
    private long _lastNumber;
    private int _connecting;

    /// <param name="picker">Says which shard a connection belongs to.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="clock">Drives the deadlines; they are looked at once a second.</param>
    public ConnectionTable(IShardPicker picker, ConnectionOptions options, TimeProvider clock)
    {
        _picker = picker;
        _clock = clock;
        Options = options;
        _sweep = clock.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>The bounds.</summary>
    public ConnectionOptions Options { get; }

    /// <summary>Connections at present, those being set up included.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _connections.Count;
        }
    }

    /// <summary>How many connections have ended, or were not taken, for one reason.</summary>
    public long CountOf(ConnectionEnd end) => Interlocked.Read(ref _ends[(int)end]);

    /// <summary>
    /// Queues a message on the flow's connection; when that has gone, on an open one to the same remote address that may be
    /// reused (RFC 5923); else, for TCP and TLS, on a new one that is opened to the remote address.
    /// </summary>
    /// <returns>
    /// False when there is none and none can be opened, or when the peer does not read and the bound of waiting bytes is
    /// passed: then the connection is closed. True is no proof of delivery; a failed opening is told by
    /// <see cref="IShardInbox.PostClosed"/> with the same remote address.
    /// </returns>
    public bool TrySend(in Flow flow, ReadOnlySpan<byte> message) => Find(flow)?.TrySend(message) ?? TrySendOnNew(flow, message);

    /// <summary>
    /// Lets requests to <paramref name="port"/> of the peer use this connection (RFC 5923 §5): to be called when the topmost
    /// Via of a request that came on it over TCP or TLS had the alias parameter. An earlier connection to the same place
    /// keeps it.
    /// </summary>
    public void MarkAlias(in Flow flow, ushort port)
    {
        if (flow.Transport is not (SipTransport.Tcp or SipTransport.Tls)) return;
        lock (_lock)
        {
            if (_connections.TryGetValue(flow.Connection, out var connection))
            {
                Reuse(connection, connection.Flow.Remote.WithPort(port));
            }
        }
    }

    /// <summary>Closes the flow's connection, if it is open, at once: what still waits to be sent on it is lost.</summary>
    public void Close(in Flow flow)
    {
        Connection? connection;
        lock (_lock) _connections.TryGetValue(flow.Connection, out connection);
        connection?.Close(ConnectionEnd.Closed);
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _sweep.Dispose();
        CloseWhere(_ => true, ConnectionEnd.ListenerClosed);
    }

    /// <summary>Closes the connections that a listener accepted, and those opened in its name.</summary>
    internal void CloseListener(ushort listener) =>
        CloseWhere(connection => connection.Flow.Listener == listener, ConnectionEnd.ListenerClosed);

    /// <summary>Takes an accepted connection into the table, or counts why not and returns null.</summary>
    internal Connection? Admit(SipTransport transport, ushort listener, in IpEndpoint remote)
    {
        lock (_lock)
        {
            if (_sources[remote] >= Options.MaxPerSource) return Refuse(ConnectionEnd.TooManyFromSource);
            return MakeRoom() ? Add(new Flow(transport, listener, remote), outward: false) : Refuse(ConnectionEnd.TooManyConnections);
        }
    }

    /// <summary>Called once by every connection that ends.</summary>
    internal void Forget(Connection connection, ConnectionEnd end)
    {
        Interlocked.Increment(ref _ends[(int)end]);
        lock (_lock)
        {
            _connections.Remove(connection.Flow.Connection);
            if (!connection.Outward) _sources.Remove(connection.Flow.Remote);
            if (connection.Place is { } place) _reusable.Remove(place);
        }
    }

    /// <summary>The connections of this moment.</summary>
    internal Connection[] Snapshot()
    {
        lock (_lock) return [.. _connections.Values];
    }

    private Connection? Find(in Flow flow)
    {
        lock (_lock)
        {
            return _connections.TryGetValue(flow.Connection, out var connection)
                || _reusable.TryGetValue((flow.Transport, flow.Remote), out connection)
                ? connection
                : null;
        }
    }

    private bool TrySendOnNew(in Flow flow, ReadOnlySpan<byte> message)
    {
        if (flow.Transport is not (SipTransport.Tcp or SipTransport.Tls)) return false;
        if (AddOutward(flow) is not { } connection) return false;
        var sent = connection.TrySend(message);
        _ = Task.Run(() => connection.RunAsync(stop => ConnectAsync(connection.Flow, stop)));
        return sent;
    }

    private Connection? AddOutward(in Flow flow)
    {
        lock (_lock)
        {
            if (_connecting >= Options.MaxConnecting || !MakeRoom()) return Refuse(ConnectionEnd.TooManyConnections);
            _connecting++;
            return Add(flow, outward: true);
        }
    }

    private async ValueTask<IMessageChannel> ConnectAsync(Flow flow, CancellationToken stop)
    {
        try
        {
            return await StreamDial.OpenAsync(flow, Options, stop);
        }
        finally
        {
            lock (_lock) _connecting--;
        }
    }

    private void Sweep()
    {
        foreach (var connection in Snapshot())
        {
            var due = connection.Ages.Due();
            if (due != ConnectionEnd.None) connection.Close(due);
        }
    }

    private void CloseWhere(Func<Connection, bool> condition, ConnectionEnd end)
    {
        foreach (var connection in Snapshot().Where(condition)) connection.Close(end);
    }

    // This and what follows is called with the lock held.
    private Connection Add(in Flow flow, bool outward)
    {
        var numbered = flow with { Connection = ++_lastNumber };
        var ages = new ConnectionAges(_clock, Options, outward);
        var connection = new Connection(this, _picker.Pick(numbered.Connection), ages, numbered, outward);
        _connections.Add(numbered.Connection, connection);
        if (outward) Reuse(connection, flow.Remote);
        else _sources.Add(flow.Remote);
        return connection;
    }

    // One place for a connection: a peer that named another port in every Via would fill the table.
    private void Reuse(Connection connection, in IpEndpoint remote)
    {
        var place = (connection.Flow.Transport, remote);
        if (connection.Place is null && _reusable.TryAdd(place, connection)) connection.Place = place;
    }

    /// <summary>True when there is room for one more, made if need be by closing the one that is longest idle and unproven.</summary>
    private bool MakeRoom()
    {
        if (_connections.Count < Options.MaxConnections) return true;
        var victim = _connections.Values.Where(c => !c.Outward && !c.Ages.ProvedItself).MinBy(c => c.Ages.LastBytes);
        victim?.Close(ConnectionEnd.Evicted);
        return victim is not null;
    }

    private Connection? Refuse(ConnectionEnd end)
    {
        Interlocked.Increment(ref _ends[(int)end]);
        return null;
    }
}

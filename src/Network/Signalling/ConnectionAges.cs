namespace Tandem.Network.Signalling;

/// <summary>
/// When a connection did what, and whether one of its deadlines has passed. Written by the connection's reader, asked by
/// the table's sweep.
/// </summary>
internal sealed class ConnectionAges(TimeProvider clock, ConnectionOptions options, bool outward)
{
    private const long NotSince = long.MinValue;

    private readonly long _opened = clock.GetTimestamp();
    private long _lastBytes = clock.GetTimestamp();
    private long _partialSince = NotSince;
    private volatile bool _ready;
    private volatile bool _delivered;

    /// <summary>True once a whole message with a SIP start line came.</summary>
    internal bool ProvedItself { get; private set; }

    /// <summary>The timestamp of the last bytes from the peer, or of the opening.</summary>
    internal long LastBytes => Volatile.Read(ref _lastBytes);

    /// <summary>True while a message has begun and is not whole.</summary>
    internal bool MessageIsPartial => Volatile.Read(ref _partialSince) != NotSince;

    /// <summary>The connection is set up and can carry messages.</summary>
    internal void BecameReady() => _ready = true;

    /// <summary>The peer sent something.</summary>
    internal void BytesCame() => Volatile.Write(ref _lastBytes, clock.GetTimestamp());

    /// <summary>The reader waits for more; the deadline of a message that was begun runs from its first byte.</summary>
    internal void WaitsForMore(bool messageIsPartial)
    {
        if (!messageIsPartial) Volatile.Write(ref _partialSince, NotSince);
        else if (Volatile.Read(ref _partialSince) == NotSince) Volatile.Write(ref _partialSince, clock.GetTimestamp());
    }

    /// <summary>A message is whole. While it waits for its shard no deadline of the peer's runs.</summary>
    internal void MessageCame(bool isSip)
    {
        _delivered = true;
        if (isSip) ProvedItself = true;
        Volatile.Write(ref _partialSince, NotSince);
    }

    /// <summary>The deadline that has passed, or none.</summary>
    internal ConnectionEnd Due()
    {
        if (outward && !_ready) return Passed(_opened, options.ConnectWithin) ? ConnectionEnd.ConnectTimeout : ConnectionEnd.None;
        if (!outward && !_delivered && Passed(_opened, options.FirstMessageWithin)) return ConnectionEnd.FirstMessageTimeout;
        var partialSince = Volatile.Read(ref _partialSince);
        if (partialSince != NotSince && Passed(partialSince, options.MessageWithin)) return ConnectionEnd.MessageTimeout;
        return Passed(LastBytes, options.IdleAfter) ? ConnectionEnd.IdleTimeout : ConnectionEnd.None;
    }

    private bool Passed(long since, TimeSpan limit) => clock.GetElapsedTime(since) >= limit;
}

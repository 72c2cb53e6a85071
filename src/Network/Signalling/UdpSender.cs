using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// Collects the datagrams of one turn and sends them together. They are written one behind another into a single arena:
/// a slot of 64 KiB for each would put all their first lines into the same few sets of the cache.
/// </summary>
internal abstract class UdpSender(bool v4, int batchSize, UdpCounters counters)
{
    // How often a full send buffer is waited for, about a millisecond each time, before its datagrams are dropped: UDP may
    // lose them, and a shard that waits longer loses more at its other end.
    protected const int PatienceMilliseconds = 5;

    // 64 messages of 3 KiB, and behind them room for the longest one.
    private const int ArenaLength = 192 * 1024 + IOutbox.MaxMessageLength;
    private const int CacheLine = 64;

    private int _used;

    protected byte[] Arena { get; } = GC.AllocateUninitializedArray<byte>(ArenaLength, pinned: true);

    protected UdpCounters Counters => counters;

    /// <summary>Datagrams that wait for the next flush.</summary>
    protected int Pending { get; private set; }

    /// <summary>Lends the place of the next datagram.</summary>
    internal Span<byte> Reserve()
    {
        if (ArenaLength - _used < IOutbox.MaxMessageLength) Flush();
        return Arena.AsSpan(_used, IOutbox.MaxMessageLength);
    }

    /// <summary>Queues the bytes written into the place lent last.</summary>
    internal void Send(in IpEndpoint to, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)IOutbox.MaxMessageLength, nameof(length));
        if (to.IsV4 != v4)
        {
            counters.SendDrops++; // the socket speaks one family only
            return;
        }
        Queue(Pending, to, _used, length);
        _used += length + CacheLine - 1 & ~(CacheLine - 1);
        if (++Pending == batchSize) Flush();
    }

    /// <summary>Sends what was queued.</summary>
    internal void Flush()
    {
        if (Pending > 0) SendPending();
        Pending = 0;
        _used = 0;
    }

    protected abstract void Queue(int index, in IpEndpoint to, int offset, int length);

    protected abstract void SendPending();
}

using Tandem.Media.Relay;

namespace Tandem.Network.Relay;

/// <summary>Counts the datagrams of a stream that is not RTP. Written by the relay's thread alone, readable from any.</summary>
internal sealed class DatagramCount
{
    private long _count;
    private long _bytes;
    private long _lastAt;

    /// <summary>Counts one.</summary>
    public void Add(int length, long now)
    {
        Volatile.Write(ref _count, _count + 1);
        Volatile.Write(ref _bytes, _bytes + length);
        Volatile.Write(ref _lastAt, now);
    }

    /// <summary>The statistics with these figures in them.</summary>
    public RelayStatistics Over(in RelayStatistics statistics) => statistics with
    {
        Packets = Volatile.Read(ref _count), Bytes = Volatile.Read(ref _bytes), LastPacketAt = Volatile.Read(ref _lastAt),
    };
}

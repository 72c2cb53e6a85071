using System.Buffers;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;

namespace Tandem.Server.Signalling;

/// <summary>
/// Sends home what came in on one shard and belongs to another: messages that carry the other's mark, and the news that a
/// connection has gone, for any shard may have sent a request on it.
/// </summary>
/// <param name="number">The shard it came in on.</param>
/// <param name="shards">All shards, by number.</param>
/// <param name="counters">Counts for that shard.</param>
internal sealed class ShardDispatcher(int number, IReadOnlyList<Shard> shards, ShardCounters counters)
{
    /// <summary>Hands a message to the shard whose mark it carries; false when it is to be handled here.</summary>
    public bool TrySendHome(in Flow flow, ReadOnlySpan<byte> message, long timestamp)
    {
        if (shards.Count == 1) return false;
        var home = HomeShard.Of(message);
        // A mark of an earlier run, or a made-up one, may name a shard that there is not.
        if (home == HomeShard.None || home == number || home >= shards.Count) return false;
        var rented = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(rented);
        if (shards[home].Inbox.TryForward(flow, rented, message.Length, timestamp))
        {
            counters.Forwarded++;
            return true;
        }
        // Dropped as the kernel would drop it before a socket that is not read: the peer sends it again.
        ArrayPool<byte>.Shared.Return(rented);
        counters.ForwardsDropped++;
        return true;
    }

    /// <summary>Tells all other shards that a connection has gone.</summary>
    public void TellClosed(in Flow flow)
    {
        for (var i = 0; i < shards.Count; i++)
        {
            if (i != number) shards[i].Inbox.PostFailed(flow);
        }
    }
}

using System.Buffers;
using System.Diagnostics;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Server.Signalling;

/// <summary>
/// What one shard has for the others: what came in on it and belongs to another, what its calls tell theirs, and the news that a
/// connection has gone, for any shard may have sent a request on it.
/// </summary>
/// <param name="number">The shard it came in on.</param>
/// <param name="shards">All shards, by number.</param>
/// <param name="counters">Counts for that shard.</param>
internal sealed class ShardDispatcher(int number, IReadOnlyList<Shard> shards, ShardCounters counters) : ICallShards
{
    private readonly ForwardedInvites _invites = new();

    /// <inheritdoc/>
    public int Count => shards.Count;

    /// <summary>Hands a message to the shard whose mark it carries; false when it is to be handled here.</summary>
    public bool TrySendHome(in Flow flow, ReadOnlySpan<byte> message, long timestamp)
    {
        if (shards.Count == 1) return false;
        var home = HomeShard.Of(message);
        if (home == HomeShard.None) home = _invites.ShardOf(message);
        // A mark of an earlier run, or a made-up one, may name a shard that there is not.
        if (home == HomeShard.None || home == number || home >= shards.Count) return false;
        Forward(home, flow, message, timestamp);
        return true;
    }

    /// <summary>Hands a CANCEL that another shard has sent here after its INVITE on to where that one went; false for anything else.</summary>
    public bool TrySendAfterInvite(in Flow flow, ReadOnlySpan<byte> message, long timestamp)
    {
        var home = _invites.TakeShardOf(message);
        if (home == HomeShard.None) return false;
        Forward(home, flow, message, timestamp);
        return true;
    }

    /// <inheritdoc/>
    public void Forward(int shard, in Flow flow, ReadOnlySpan<byte> message) => Forward(shard, flow, message, Stopwatch.GetTimestamp());

    /// <inheritdoc/>
    public void Tell(int shard, CallMessage message)
    {
        var other = shards[shard];
        other.Inbox.PostWork(() => other.Take(message));
    }

    /// <summary>Tells all other shards that a connection has gone.</summary>
    public void TellClosed(in Flow flow)
    {
        for (var i = 0; i < shards.Count; i++)
        {
            if (i != number) shards[i].Inbox.PostFailed(flow);
        }
    }

    private void Forward(int shard, in Flow flow, ReadOnlySpan<byte> message, long timestamp)
    {
        _invites.Note(message, shard);
        var rented = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(rented);
        if (shards[shard].Inbox.TryForward(flow, rented, message.Length, timestamp))
        {
            counters.Forwarded++;
            return;
        }
        // Dropped as the kernel would drop it before a socket that is not read: the peer sends it again.
        ArrayPool<byte>.Shared.Return(rented);
        counters.ForwardsDropped++;
    }
}

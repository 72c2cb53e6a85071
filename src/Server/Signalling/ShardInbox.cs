using System.Collections.Concurrent;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Server.Signalling;

/// <summary>
/// What other threads hand to a shard: messages of its stream connections, their ends, and work that touches what only the
/// shard may touch. Bounded for messages: a full inbox makes the connection's reader wait.
/// </summary>
public sealed class ShardInbox(Action wake) : IShardInbox
{
    private const int MaxMessages = 4096;

    private readonly ConcurrentQueue<Post> _posts = new();
    private int _messages;

    /// <inheritdoc/>
    public bool TryPost(in Flow flow, byte[] rented, int length, long timestamp)
    {
        if (Interlocked.Increment(ref _messages) > MaxMessages)
        {
            Interlocked.Decrement(ref _messages);
            return false;
        }
        _posts.Enqueue(new Post(flow, rented, length, timestamp, null));
        wake();
        return true;
    }

    /// <inheritdoc/>
    public void PostClosed(in Flow flow)
    {
        _posts.Enqueue(new Post(flow, null, 0, 0, null));
        wake();
    }

    /// <summary>Runs an action on the shard's thread.</summary>
    public void PostWork(Action work)
    {
        _posts.Enqueue(new Post(default, null, 0, 0, work));
        wake();
    }

    /// <summary>Takes the next post; only the shard calls this.</summary>
    internal bool TryTake(out Post post)
    {
        if (!_posts.TryDequeue(out post)) return false;
        if (post.Message is not null) Interlocked.Decrement(ref _messages);
        return true;
    }

    /// <summary>One post: a message, the end of a connection, or work.</summary>
    internal readonly record struct Post(Flow Flow, byte[]? Message, int Length, long Timestamp, Action? Work);
}

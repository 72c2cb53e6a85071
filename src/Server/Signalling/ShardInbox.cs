using System.Collections.Concurrent;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Server.Signalling;

/// <summary>
/// What other threads hand to a shard: messages of its stream connections, messages that came in on other shards, the ends of
/// connections, and work that touches what only the shard may touch. Bounded for messages: a full inbox makes a connection's
/// reader wait, and another shard drop what it would forward.
/// </summary>
public sealed class ShardInbox(Action wake) : IShardInbox
{
    /// <summary>Bytes of forwarded messages that may wait. They have a bound of their own: anybody may write a mark, and must not stop the connections by it.</summary>
    internal const int MaxForwardedBytes = 16 << 20;

    private const int MaxMessages = 4096;

    private readonly ConcurrentQueue<Post> _posts = new();
    private int _messages;
    private int _forwardedBytes;

    /// <inheritdoc/>
    public bool TryPost(in Flow flow, byte[] rented, int length, long timestamp)
    {
        if (Interlocked.Increment(ref _messages) > MaxMessages)
        {
            Interlocked.Decrement(ref _messages);
            return false;
        }
        Put(new Post(PostKind.Message, flow, rented, length, timestamp));
        return true;
    }

    /// <summary>Queues a message that came in on another shard; as <see cref="TryPost"/>, with a bound of its own.</summary>
    public bool TryForward(in Flow flow, byte[] rented, int length, long timestamp)
    {
        if (Interlocked.Add(ref _forwardedBytes, length) > MaxForwardedBytes)
        {
            Interlocked.Add(ref _forwardedBytes, -length);
            return false;
        }
        Put(new Post(PostKind.Forwarded, flow, rented, length, timestamp));
        return true;
    }

    /// <inheritdoc/>
    public void PostClosed(in Flow flow) => Put(new Post(PostKind.Closed, flow));

    /// <summary>Queues the end of a connection of another shard.</summary>
    public void PostFailed(in Flow flow) => Put(new Post(PostKind.Failed, flow));

    /// <summary>Runs an action on the shard's thread.</summary>
    public void PostWork(Action work) => Put(new Post(PostKind.Work, default, Work: work));

    /// <summary>Takes the next post; only the shard calls this.</summary>
    internal bool TryTake(out Post post)
    {
        if (!_posts.TryDequeue(out post)) return false;
        if (post.Kind == PostKind.Message) Interlocked.Decrement(ref _messages);
        if (post.Kind == PostKind.Forwarded) Interlocked.Add(ref _forwardedBytes, -post.Length);
        return true;
    }

    private void Put(in Post post)
    {
        _posts.Enqueue(post);
        wake();
    }

    /// <summary>What a post is.</summary>
    internal enum PostKind : byte
    {
        /// <summary>A message of a connection of this shard.</summary>
        Message,
        /// <summary>A message that came in on another shard and belongs to this one.</summary>
        Forwarded,
        /// <summary>The end of a connection of this shard.</summary>
        Closed,
        /// <summary>The end of a connection of another shard.</summary>
        Failed,
        /// <summary>An action.</summary>
        Work,
    }

    /// <summary>One post.</summary>
    internal readonly record struct Post(PostKind Kind, Flow Flow, byte[]? Message = null, int Length = 0, long Timestamp = 0, Action? Work = null);
}

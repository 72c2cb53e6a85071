using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Where the readers of stream connections put whole messages for one shard. Thread-safe and bounded.</summary>
public interface IShardInbox
{
    /// <summary>
    /// Queues one message and wakes the shard. True hands <paramref name="rented"/> over: the shard returns it to
    /// <see cref="System.Buffers.ArrayPool{T}.Shared"/>. False means the queue is full: the caller keeps the array, stops
    /// reading its connection and offers the message again, so nothing is dropped and the peer is slowed down by TCP.
    /// </summary>
    /// <param name="flow">The connection it came in on.</param>
    /// <param name="rented">An array of the shared pool with the message at its start.</param>
    /// <param name="length">The message's length in bytes.</param>
    /// <param name="timestamp"><see cref="System.Diagnostics.Stopwatch"/> ticks of this moment.</param>
    bool TryPost(in Flow flow, byte[] rented, int length, long timestamp);

    /// <summary>Queues the end of a connection behind its messages. Never refused: there is one for each connection.</summary>
    void PostClosed(in Flow flow);
}

/// <summary>Decides which shard a stream connection belongs to, for as long as it lives.</summary>
public interface IShardPicker
{
    /// <summary>The inbox of the shard of the connection with this number.</summary>
    IShardInbox Pick(long connection);
}

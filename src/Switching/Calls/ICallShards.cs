using Tandem.Sip.Flows;

namespace Tandem.Switching.Calls;

/// <summary>
/// The other shards, for what concerns the calls of two: a transfer from a call here to one there. What is given to a shard it
/// takes on its own thread, in the order in which this one gave it.
/// </summary>
public interface ICallShards
{
    /// <summary>How many shards there are, this one included.</summary>
    int Count { get; }

    /// <summary>Tells the calls of another shard something; never lost while that shard runs.</summary>
    /// <param name="shard">The shard, 0 to <see cref="Count"/> − 1, not this one.</param>
    /// <param name="message">What is told.</param>
    void Tell(int shard, CallMessage message);

    /// <summary>Hands a message that came in here to another shard; one too many is dropped, as the network would.</summary>
    /// <param name="shard">The shard, 0 to <see cref="Count"/> − 1, not this one.</param>
    /// <param name="flow">What it came in on.</param>
    /// <param name="message">Its bytes.</param>
    void Forward(int shard, in Flow flow, ReadOnlySpan<byte> message);
}

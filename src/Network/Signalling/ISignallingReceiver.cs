using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>What a shard does with what arrives for it. Called on the shard's own thread only, so it needs no lock.</summary>
public interface ISignallingReceiver
{
    /// <summary>
    /// One whole message (a datagram's payload, or a message cut from a stream). The bytes are lent until the call returns.
    /// </summary>
    /// <param name="flow">What it came in on.</param>
    /// <param name="buffer">The buffer that holds it.</param>
    /// <param name="offset">Its first byte in the buffer.</param>
    /// <param name="length">Its length in bytes; 0 for an empty datagram.</param>
    /// <param name="receivedTimestamp">
    /// <see cref="System.Diagnostics.Stopwatch"/> ticks of when its batch was read or the stream's message was queued: what
    /// has passed since then is the time it waited for this shard.
    /// </param>
    void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp);

    /// <summary>A stream connection is gone; every message it delivered has been received before.</summary>
    void ConnectionClosed(in Flow flow);
}

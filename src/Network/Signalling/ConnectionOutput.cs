using System.Buffers;
using System.Threading.Channels;

namespace Tandem.Network.Signalling;

/// <summary>What waits to be sent on one connection: bounded in bytes, filled by any thread, emptied by one writer.</summary>
internal sealed class ConnectionOutput(int limit)
{
    // What keeping a message costs besides its bytes, so that a flood of two-byte keep-alives is bounded too.
    private const int Keeping = 64;

    private readonly Channel<(byte[] Rented, int Length)> _waiting =
        Channel.CreateUnbounded<(byte[], int)>(new UnboundedChannelOptions { SingleReader = true });

    private int _bytes;

    /// <summary>Queues a copy of one message; false when it is beyond the bound or the connection has ended.</summary>
    internal bool TryQueue(ReadOnlySpan<byte> message)
    {
        if (Interlocked.Add(ref _bytes, message.Length + Keeping) > limit) return false;
        var rented = ArrayPool<byte>.Shared.Rent(message.Length);
        message.CopyTo(rented);
        if (_waiting.Writer.TryWrite((rented, message.Length))) return true;
        ArrayPool<byte>.Shared.Return(rented);
        return false;
    }

    /// <summary>Writes what is queued, until cancelled or the channel breaks.</summary>
    internal async Task RunAsync(IMessageChannel channel, CancellationToken stop)
    {
        await foreach (var (rented, length) in _waiting.Reader.ReadAllAsync(stop))
        {
            try
            {
                await channel.WriteAsync(rented.AsMemory(0, length), stop);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(rented);
                Interlocked.Add(ref _bytes, -length - Keeping);
            }
        }
    }

    /// <summary>Takes no more and gives back what was not sent. Called after the writer has stopped.</summary>
    internal void End()
    {
        _waiting.Writer.TryComplete();
        while (_waiting.Reader.TryRead(out var left)) ArrayPool<byte>.Shared.Return(left.Rented);
    }
}

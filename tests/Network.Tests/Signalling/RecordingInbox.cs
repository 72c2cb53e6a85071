using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

/// <summary>The inbox of the only shard: keeps what connections deliver, and can be full.</summary>
internal sealed class RecordingInbox : IShardInbox, IShardPicker
{
    private int _offers;
    private volatile bool _full;

    internal ConcurrentQueue<(Flow Flow, string Text)> Messages { get; } = new();

    internal ConcurrentQueue<Flow> Closed { get; } = new();

    /// <summary>Messages received from a connection when its end was told.</summary>
    internal ConcurrentDictionary<long, int> MessagesBeforeEnd { get; } = new();

    internal bool Full
    {
        get => _full;
        set => _full = value;
    }

    internal int Offers => Volatile.Read(ref _offers);

    public IShardInbox Pick(long connection) => this;

    public bool TryPost(in Flow flow, byte[] rented, int length, long timestamp)
    {
        Interlocked.Increment(ref _offers);
        if (_full) return false;
        Messages.Enqueue((flow, Encoding.ASCII.GetString(rented, 0, length)));
        ArrayPool<byte>.Shared.Return(rented);
        return true;
    }

    public void PostClosed(in Flow flow)
    {
        var connection = flow.Connection;
        MessagesBeforeEnd[connection] = Messages.Count(m => m.Flow.Connection == connection);
        Closed.Enqueue(flow);
    }

    internal async Task<(Flow Flow, string Text)> NextAsync()
    {
        await Eventually.Is(() => !Messages.IsEmpty);
        Messages.TryDequeue(out var message);
        return message;
    }
}

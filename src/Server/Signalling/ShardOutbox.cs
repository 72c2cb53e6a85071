using Tandem.Network.Signalling;
using Tandem.Sip.Flows;
using Tandem.Switching.Records;

namespace Tandem.Server.Signalling;

/// <summary>
/// Where a shard's messages go: into the send batch of the flow's UDP listener, or onto its connection. What the message tells of a
/// call is in the call journal before the message can leave.
/// </summary>
internal sealed class ShardOutbox(ConnectionTable connections, ICallJournal journal) : IOutbox
{
    private readonly byte[] _streamMessage = new byte[IOutbox.MaxMessageLength];
    private readonly Queue<Flow> _failed = new();
    private UdpEndpoint?[] _udp = [];

    /// <summary>How many flows wait to be taken by <see cref="TakeFailed"/>.</summary>
    public int FailedCount => _failed.Count;

    /// <summary>The next flow on which nothing could be sent. Not told within the sending, whose caller is in the middle of its own work.</summary>
    public Flow TakeFailed() => _failed.Dequeue();

    /// <summary>Puts the shard's socket of a listener in place; null takes it away.</summary>
    public void Set(ushort listener, UdpEndpoint? endpoint)
    {
        if (listener >= _udp.Length) Array.Resize(ref _udp, listener + 1);
        _udp[listener] = endpoint;
    }

    /// <inheritdoc/>
    public Span<byte> Reserve(in Flow flow) =>
        flow.Transport == SipTransport.Udp && UdpOf(flow) is { } udp ? udp.Reserve() : _streamMessage;

    /// <inheritdoc/>
    public void Send(in Flow flow, int length)
    {
        journal.Flush();
        if (!TrySend(flow, length)) _failed.Enqueue(flow);
    }

    private bool TrySend(in Flow flow, int length)
    {
        if (flow.Transport != SipTransport.Udp) return connections.TrySend(flow, _streamMessage.AsSpan(0, length));
        // A listener that was closed meanwhile has nobody to send for it.
        if (UdpOf(flow) is not { } udp) return false;
        udp.Send(flow.Remote, length);
        return true;
    }

    private UdpEndpoint? UdpOf(in Flow flow) => flow.Listener < _udp.Length ? _udp[flow.Listener] : null;
}

using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Server.Signalling;

/// <summary>Where a shard's answers go: into the send batch of the UDP listener they came in on, or onto their connection.</summary>
internal sealed class ShardOutbox(ConnectionTable connections) : IOutbox
{
    private readonly byte[] _streamMessage = new byte[IOutbox.MaxMessageLength];
    private UdpEndpoint?[] _udp = [];

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
        // A listener that was closed meanwhile has nobody to send for it; the peer repeats its request elsewhere.
        if (flow.Transport == SipTransport.Udp) UdpOf(flow)?.Send(flow.Remote, length);
        else connections.TrySend(flow, _streamMessage.AsSpan(0, length));
    }

    private UdpEndpoint? UdpOf(in Flow flow) => flow.Listener < _udp.Length ? _udp[flow.Listener] : null;
}

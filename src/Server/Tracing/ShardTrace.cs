using Tandem.Network.Capture;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Tracing;

namespace Tandem.Server.Tracing;

/// <summary>What becomes of the messages of one shard's calls: the ring that keeps them, the capture server that gets a copy. Used by its shard only.</summary>
internal sealed class ShardTrace : ICallTrace
{
    /// <summary>The ring; null when none is kept.</summary>
    public TraceRing? Ring { get; set; }

    /// <summary>The capture server; null when there is none.</summary>
    public HepSender? Capture { get; set; }

    /// <inheritdoc/>
    public void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now)
    {
        Ring?.Note(call, sent, flow, local, message, now);
        if (Capture is not { } capture) return;
        Span<byte> correlation = stackalloc byte[36];
        call.TryFormat(correlation, out _);
        var (source, destination) = sent ? (local, flow.Remote) : (flow.Remote, local);
        capture.Send(new CapturedMessage(now, flow.Transport, source, destination, message), correlation);
    }
}

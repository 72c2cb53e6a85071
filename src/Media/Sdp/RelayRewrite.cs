using Tandem.Sip.Flows;

namespace Tandem.Media.Sdp;

/// <summary>Writes the body that the other side of a call gets in place of the one that came from this side.</summary>
public static class RelayRewrite
{
    /// <summary>
    /// Writes the body anew. o= is always ours, so that neither side sees the other's address there. A stream that is relayed
    /// gets our address, our port and, where it named one, our RTCP port; what would lead media past the relay is left out:
    /// ICE, the offer to multiplex RTCP (instead of which a=rtcp names the port) or to bundle streams, source filters.
    /// Everything else stays as it is, byte for byte: closed streams (port 0), and the address 0.0.0.0, which says hold.
    /// Allocates nothing.
    /// </summary>
    /// <param name="body">The body that came.</param>
    /// <param name="parsed">The same body, read; after a rejection nothing is written.</param>
    /// <param name="origin">What o= is to say.</param>
    /// <param name="relayAddress">Our media address towards the side that gets this; default = no stream is relayed.</param>
    /// <param name="ports">
    /// Our RTP port for each stream; the next one is for RTCP. 0, or none for the last streams: the stream is not relayed. Nor is
    /// one that is not <see cref="MediaDescription.IsRelayable"/>, whatever stands here.
    /// </param>
    /// <param name="to">Where to write. Room for the body and 256 bytes more and 64 bytes for each stream is enough.</param>
    /// <returns>The bytes written; 0 = it does not fit, or the body was rejected.</returns>
    public static int Write(
        ReadOnlySpan<byte> body, SessionDescription parsed, in SdpOrigin origin, IpEndpoint relayAddress,
        ReadOnlySpan<ushort> ports, Span<byte> to)
    {
        if (parsed.Rejection != SdpRejection.None) return 0;
        var rewriter = new SdpRewriter(body, parsed, in origin, relayAddress, ports, to);
        var lines = new SdpLines(body);
        while (lines.MoveNext()) rewriter.Line(lines.Type, lines.Value, lines.Line);
        return rewriter.End();
    }
}

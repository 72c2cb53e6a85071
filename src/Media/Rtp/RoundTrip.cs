using Tandem.Media.Relay;

namespace Tandem.Media.Rtp;

/// <summary>
/// How long a packet takes from one party to the other and back, as somebody between them sees it. A party works it out from the
/// sender report that it sent and the report that comes back about it (RFC 3550 §6.4.1): the time between them less the time that
/// the other kept it. A sender report that passes here and the report about it that comes back give so the way from here to one
/// party and back; the same in the other direction gives the rest.
/// </summary>
/// <remarks>Written by one thread, readable from any. SRTCP is encrypted, so with it nothing becomes known.</remarks>
public sealed class RoundTrip
{
    private readonly SenderReportTimes _fromCaller = new();
    private readonly SenderReportTimes _fromCallee = new();
    private int _toCallee;
    private int _toCaller;

    /// <summary>The latest whole round trip in microseconds; 0 until both halves are known.</summary>
    public int Microseconds
    {
        get
        {
            var (callee, caller) = (Volatile.Read(ref _toCallee), Volatile.Read(ref _toCaller));
            return callee == 0 || caller == 0 ? 0 : callee + caller;
        }
    }

    /// <summary>Looks at an RTCP datagram on its way; anything else is gone over.</summary>
    /// <param name="from">The side that it comes from.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="nowMicroseconds">The time in microseconds, of a clock that does not jump.</param>
    public void Pass(RelaySide from, ReadOnlySpan<byte> datagram, long nowMicroseconds)
    {
        var own = from == RelaySide.Caller ? _fromCaller : _fromCallee;
        var others = from == RelaySide.Caller ? _fromCallee : _fromCaller;
        ref var half = ref from == RelaySide.Caller ? ref _toCaller : ref _toCallee;
        while (RtcpPacket.TryRead(ref datagram, out var packet))
        {
            if (packet.IsSenderReport) own.Passed(packet.SentAt, nowMicroseconds);
            for (var i = 0; i < packet.ReportCount; i++)
            {
                var measured = others.RoundTripOf(packet.Report(i), nowMicroseconds);
                if (measured > 0) Volatile.Write(ref half, measured);
            }
        }
    }
}

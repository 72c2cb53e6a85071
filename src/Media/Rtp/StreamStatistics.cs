using Tandem.Media.Relay;

namespace Tandem.Media.Rtp;

/// <summary>What is measured of the RTP packets from one side of a stream.</summary>
/// <remarks>
/// Written by the relay's thread alone, readable from any: each figure is written whole, though a reader may see one a packet
/// newer than another. Allocates nothing.
/// </remarks>
public sealed class StreamStatistics
{
    private const int UsualClockRate = 8_000;

    private SequenceNumbers _sequence;
    private InterarrivalJitter _jitter;
    private int _clockRate = UsualClockRate;
    private int _payloadType;
    private long _packets;
    private long _bytes;
    private long _lost;
    private int _jitterMicroseconds;
    private int _maxJitter;
    private long _jitterSum;
    private long _lastPacketAt;

    /// <summary>Packets counted.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>When the latest packet came, in milliseconds since the Unix epoch; 0 = never.</summary>
    public long LastPacketAt => Volatile.Read(ref _lastPacketAt);

    /// <summary>The RTP clock of the codec in Hz; set to 0 or less it is 8000. Any thread may set it.</summary>
    public int ClockRate
    {
        get => Volatile.Read(ref _clockRate);
        set => Volatile.Write(ref _clockRate, value > 0 ? value : UsualClockRate);
    }

    /// <summary>Counts a packet that was accepted and relayed.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="nowMicroseconds">When it came, in microseconds since the Unix epoch, of a clock that does not jump.</param>
    public void Add(in RtpHeader header, long nowMicroseconds)
    {
        _sequence.Add(header.Ssrc, header.SequenceNumber);
        _jitter.Add(header.Ssrc, header.Timestamp, ClockRate, nowMicroseconds);
        // Telephone events and comfort noise between the voice do not change what the voice is.
        if (_packets == 0) _payloadType = header.PayloadType;
        var jitter = _jitter.Microseconds;
        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + header.PayloadLength);
        Volatile.Write(ref _lost, _sequence.Lost);
        Volatile.Write(ref _jitterMicroseconds, jitter);
        Volatile.Write(ref _maxJitter, Math.Max(_maxJitter, jitter));
        Volatile.Write(ref _jitterSum, _jitterSum + jitter);
        Volatile.Write(ref _lastPacketAt, nowMicroseconds / 1_000);
    }

    /// <summary>All figures of the side, with those that others measured.</summary>
    /// <param name="latch">The side's latch: its source and what it refused.</param>
    /// <param name="roundTripMicroseconds">From <see cref="RoundTrip.Microseconds"/>; 0 = not known.</param>
    /// <param name="dtmfEvents">From <see cref="TelephoneEventCounter.Count"/>.</param>
    public RelayStatistics Read(SourceLatch latch, int roundTripMicroseconds, int dtmfEvents)
    {
        var packets = Packets;
        var lost = Volatile.Read(ref _lost);
        var meanJitter = packets == 0 ? 0 : (int)(Volatile.Read(ref _jitterSum) / packets);
        var mos = MosEstimate.Of(packets, lost, meanJitter, roundTripMicroseconds, _payloadType);
        return new RelayStatistics(
            packets, Volatile.Read(ref _bytes), lost, Volatile.Read(ref _jitterMicroseconds), Volatile.Read(ref _maxJitter), mos,
            roundTripMicroseconds, latch.Refused, dtmfEvents, LastPacketAt, latch.Source);
    }
}

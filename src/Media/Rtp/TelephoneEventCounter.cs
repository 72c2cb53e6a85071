namespace Tandem.Media.Rtp;

/// <summary>
/// Counts the keys pressed on one side. A key is told by many packets, each of which may be lost, come twice or late; they have in
/// common the timestamp of its beginning (RFC 4733 §2.5.1).
/// </summary>
/// <remarks>Written by one thread, readable from any. Allocates nothing.</remarks>
public sealed class TelephoneEventCounter
{
    // Ten seconds at 8000 Hz. What is further back is no late packet: the sender's clock began anew.
    private const int LatestLate = 80_000;

    private bool _started;
    private uint _ssrc;
    private uint _timestamp;
    private TelephoneEvent _latest;
    private int _count;

    /// <summary>The keys counted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Looks at a packet with the payload type of telephone events; true when a key begins with it.</summary>
    /// <param name="header">The packet's header.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="telephoneEvent">What it tells.</param>
    public bool Add(in RtpHeader header, ReadOnlySpan<byte> payload, out TelephoneEvent telephoneEvent)
    {
        if (!TelephoneEvent.TryRead(payload, out telephoneEvent) || !telephoneEvent.IsDtmf) return false;
        var known = _started && header.Ssrc == _ssrc;
        var age = (int)(header.Timestamp - _timestamp);
        // One that began earlier was counted then, and comes late.
        if (known && age is < 0 and > -LatestLate) return false;
        var begins = !known || (age != 0 && !Continues(in header, in telephoneEvent));
        _started = true;
        _ssrc = header.Ssrc;
        _timestamp = header.Timestamp;
        _latest = telephoneEvent;
        if (begins) Volatile.Write(ref _count, _count + 1);
        return begins;
    }

    // A key held for longer than the duration can tell goes on in a further segment that begins where the last one was full,
    // without a marker (RFC 4733 §2.5.1.3).
    private bool Continues(in RtpHeader header, in TelephoneEvent next) =>
        !header.Marker && !_latest.IsEnd && next.Code == _latest.Code && header.Timestamp - _timestamp == ushort.MaxValue;
}

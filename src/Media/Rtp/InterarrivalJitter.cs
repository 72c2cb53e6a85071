namespace Tandem.Media.Rtp;

/// <summary>
/// The interarrival jitter of RFC 3550 §6.4.1 and §A.8: the mean of how much the spacing of packets differs on arrival from what
/// it was on sending, J += (|D| − J) / 16. In microseconds instead of units of the RTP clock, so that streams can be compared.
/// </summary>
internal struct InterarrivalJitter
{
    // Beyond this the sender's clock began anew (a transfer, music on hold), and the difference is none of the network's.
    private const long NewClock = 2_000_000;

    private int _clockRate;
    private bool _started;
    private uint _ssrc;
    private uint _timestamp;
    private long _arrival;
    private long _sixteenfold;

    /// <summary>The present jitter in microseconds.</summary>
    public readonly int Microseconds => (int)(_sixteenfold >> 4);

    public void Add(uint ssrc, uint timestamp, int clockRate, long arrivalMicroseconds)
    {
        // Across a change of the codec the spacing of timestamps means nothing.
        var sameSource = _started && ssrc == _ssrc && clockRate == _clockRate;
        // Packets of one telephone event or one picture share a timestamp, which tells when the first of them was sent and
        // nothing of the others.
        if (sameSource && timestamp == _timestamp) return;
        if (sameSource) Measure(timestamp, arrivalMicroseconds);
        _started = true;
        _ssrc = ssrc;
        _clockRate = clockRate;
        _timestamp = timestamp;
        _arrival = arrivalMicroseconds;
    }

    private void Measure(uint timestamp, long arrival)
    {
        // The difference of two timestamps has a sign and survives the wrap.
        var sent = (int)(timestamp - _timestamp) * 1_000_000L / _clockRate;
        var difference = Math.Abs(arrival - _arrival - sent);
        if (difference < NewClock) _sixteenfold += difference - ((_sixteenfold + 8) >> 4);
    }
}

namespace Tandem.Media.Rtp;

/// <summary>
/// What is missing by the sequence numbers: RFC 3550 §A.1 (wraps, reordering, restarts) and §A.3 (loss). The probation of §A.1
/// is left out, since here a source has been let in by its address before its packets count.
/// </summary>
internal struct SequenceNumbers
{
    // The names and values of §A.1.
    private const int MaxDropout = 3_000;
    private const int MaxMisorder = 100;
    private const int SequenceModulus = 1 << 16;
    private const int NoBadSequence = SequenceModulus + 1;

    private bool _started;
    private uint _ssrc;
    private ushort _highest;
    private int _base;
    private int _bad;
    private long _cycles;
    private long _received;
    private long _lostBefore;

    /// <summary>Packets missing so far, those before a restart included. Packets that came twice make up for missing ones (§A.3).</summary>
    public readonly long Lost => _started ? _lostBefore + Math.Max(0, _cycles + _highest - _base + 1 - _received) : 0;

    /// <summary>Counts a packet. A new source begins anew: what is missing between the two was never sent.</summary>
    public void Add(uint ssrc, ushort sequence)
    {
        if (!_started || ssrc != _ssrc) Restart(ssrc, sequence);
        else if (!Update(sequence)) return;
        _received++;
    }

    private void Restart(uint ssrc, ushort sequence)
    {
        _lostBefore = Lost;
        _started = true;
        _ssrc = ssrc;
        _base = _highest = sequence;
        _bad = NoBadSequence;
        _cycles = 0;
        _received = 0;
    }

    // False for a packet whose number is so far off that it says nothing, unless the next one follows it.
    private bool Update(ushort sequence)
    {
        var delta = (ushort)(sequence - _highest);
        if (delta < MaxDropout)
        {
            if (sequence < _highest) _cycles += SequenceModulus;
            _highest = sequence;
        }
        else if (delta <= SequenceModulus - MaxMisorder)
        {
            if (sequence != _bad)
            {
                _bad = (sequence + 1) & (SequenceModulus - 1);
                return false;
            }
            Restart(_ssrc, sequence);
        }
        return true;
    }
}

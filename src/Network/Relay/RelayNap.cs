namespace Tandem.Network.Relay;

/// <summary>
/// Lets packets gather. A thread that wakes for each packet pays more for waking than for relaying; one that sleeps for a moment
/// first finds many packets at once. It does so only while there are many.
/// </summary>
/// <param name="longest">How long a nap is at most; zero = there are none.</param>
internal sealed unsafe class RelayNap(TimeSpan longest)
{
    // Fewer than that and a nap would find nothing more at its end: forty calls.
    private const double BusyPacketsPerMillisecond = 4;
    // What a nap is to find at its end: so many that its own cost no longer counts.
    private const double Worthwhile = 64;
    private const int WindowMicroseconds = 64_000;

    private readonly double _longest = longest.TotalNanoseconds;
    private RelayCalls.TimeSpec _length;
    private long _since;
    private long _packets;

    /// <summary>Naps after a turn, or does not.</summary>
    /// <param name="packets">What there was to do in the turn.</param>
    /// <param name="nowMicroseconds">When the turn began.</param>
    internal void After(int packets, long nowMicroseconds)
    {
        _packets += packets;
        var elapsed = nowMicroseconds - _since;
        if (elapsed is < 0 or >= WindowMicroseconds) Plan(elapsed, nowMicroseconds);
        if (_length.Nanoseconds == 0 || packets >= Worthwhile) return;
        var length = _length;
        _ = RelayCalls.Sleep(&length, null);
    }

    private void Plan(long elapsed, long now)
    {
        var perMillisecond = elapsed <= 0 ? 0 : _packets * 1_000.0 / elapsed;
        _length.Nanoseconds = perMillisecond < BusyPacketsPerMillisecond ? 0 : (long)Math.Min(_longest, Worthwhile / perMillisecond * 1e6);
        (_packets, _since) = (0, now);
    }
}

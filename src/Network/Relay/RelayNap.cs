namespace Tandem.Network.Relay;

/// <summary>
/// Lets packets gather. A thread that wakes for each packet pays more for waking than for relaying; one that sleeps for a moment
/// first finds many packets at once. It does so only while there are many.
/// </summary>
/// <param name="length">How long a nap is; zero = there are none.</param>
internal sealed unsafe class RelayNap(TimeSpan length)
{
    // Fewer than that and a nap would find nothing more at its end: forty calls.
    private const int BusyPacketsPerMillisecond = 4;
    private const int WindowMicroseconds = 64_000;
    // With so many at once there is no need to wait for more.
    private const int Plenty = 128;

    private readonly long _nanoseconds = (long)length.TotalNanoseconds;
    private long _since;
    private long _packets;
    private bool _isBusy;

    /// <summary>Naps after a turn, or does not.</summary>
    /// <param name="packets">What there was to do in the turn.</param>
    /// <param name="nowMicroseconds">When the turn began.</param>
    internal void After(int packets, long nowMicroseconds)
    {
        _packets += packets;
        var elapsed = nowMicroseconds - _since;
        if (elapsed is < 0 or >= WindowMicroseconds)
        {
            _isBusy = _packets * 1000 >= elapsed * BusyPacketsPerMillisecond;
            (_packets, _since) = (0, nowMicroseconds);
        }
        if (!_isBusy || packets >= Plenty || _nanoseconds == 0) return;
        var time = new RelayCalls.TimeSpec { Nanoseconds = _nanoseconds };
        _ = RelayCalls.Sleep(&time, null);
    }
}

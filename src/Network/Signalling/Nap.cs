namespace Tandem.Network.Signalling;

/// <summary>
/// Lets datagrams gather. A thread that wakes for each of them pays more for waking than for its work; one that sleeps for a moment
/// first finds many at once. It does so only while there are many, and on Linux only: other systems' sleeps are too long for it.
/// </summary>
/// <param name="longest">How long a nap is at most; zero = there are none.</param>
/// <param name="worthwhile">How many datagrams a nap is to find at its end: so many that its own cost no longer counts.</param>
public sealed unsafe class Nap(TimeSpan longest, int worthwhile)
{
    // Fewer than that and a nap would find nothing more at its end.
    private const double BusyPerMillisecond = 4;
    private const int WindowMicroseconds = 64_000;

    private readonly double _longest = OperatingSystem.IsLinux() ? longest.TotalNanoseconds : 0;
    private Libc.TimeSpec _length;
    private long _since;
    private long _datagrams;

    /// <summary>How long a nap is at present; zero = there are none.</summary>
    public TimeSpan Length => TimeSpan.FromMicroseconds(_length.Nanoseconds / 1000);

    /// <summary>Naps after a turn, or does not.</summary>
    /// <param name="datagrams">How many there were in the turn.</param>
    /// <param name="nowMicroseconds">When the turn began, by a clock that does not jump.</param>
    public void After(int datagrams, long nowMicroseconds)
    {
        _datagrams += datagrams;
        var elapsed = nowMicroseconds - _since;
        if (elapsed is < 0 or >= WindowMicroseconds) Plan(elapsed, nowMicroseconds);
        if (_length.Nanoseconds == 0 || datagrams >= worthwhile) return;
        var length = _length;
        _ = Libc.Sleep(&length, null);
    }

    private void Plan(long elapsed, long now)
    {
        var perMillisecond = elapsed <= 0 ? 0 : _datagrams * 1_000.0 / elapsed;
        _length.Nanoseconds = perMillisecond < BusyPerMillisecond ? 0 : (long)Math.Min(_longest, worthwhile / perMillisecond * 1e6);
        (_datagrams, _since) = (0, now);
    }
}

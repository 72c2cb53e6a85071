using Tandem.Switching.Gateways;

namespace Tandem.Switching.Routing;

/// <summary>
/// The call attempts of one gateway, held against its <see cref="CallRate"/>: no window of either length ever sees more attempts
/// than allowed. Remembers when the latest attempts were made, as many as the limits count. Safe for many threads.
/// </summary>
internal sealed class CallRateGauge
{
    // How many milliseconds the shards' times may be apart.
    private const int ClockTolerance = 5_000;

    private readonly Lock _lock = new();
    private AttemptTimes _times = new(0);
    private CallRate _rate;

    /// <summary>
    /// Takes an attempt. Returns when it may be made: <paramref name="now"/>, later when it is paced, null when it is refused.
    /// </summary>
    public long? Take(in CallRate rate, long now)
    {
        lock (_lock)
        {
            if (_rate != rate) Change(rate);
            var at = TurnAt(now);
            // Shards may be a moment apart; the times still rise.
            if (at is { } turn) _times.Add(Math.Max(turn, _times.Latest));
            return at;
        }
    }

    /// <summary>When an attempt would be made that came now; null when it would be refused. Takes nothing.</summary>
    public long? Ask(in CallRate rate, long now)
    {
        lock (_lock)
        {
            if (_rate != rate) Change(rate);
            return TurnAt(now);
        }
    }

    // An attempt's turn comes when the one that many before it is a whole window old; so those that wait keep their order.
    private long? TurnAt(long now)
    {
        // Nobody was let in so far ahead: the clock was set back, and what it said before means nothing any more.
        if (_times.Latest > now + _rate.Pacing + ClockTolerance) _times = new AttemptTimes(Remembered(_rate));
        var turn = Math.Max(now, Math.Max(EarliestBy(_rate.Burst, _rate.BurstWindow), EarliestBy(_rate.Sustained, _rate.SustainedWindow)));
        return turn - now > _rate.Pacing ? null : turn;
    }

    private long EarliestBy(int limit, int window) => limit == 0 || !_times.TryGet(limit, out var at) ? 0 : at + window;

    private void Change(in CallRate rate)
    {
        _rate = rate;
        _times = _times.Resized(Remembered(rate));
    }

    private static int Remembered(in CallRate rate) => Math.Max(rate.Burst, rate.Sustained);
}

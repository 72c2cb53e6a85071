namespace Tandem.Switching.Records;

/// <summary>What a look at the flood has found.</summary>
public enum FloodChange : byte
{
    /// <summary>It goes on, or there still is none.</summary>
    None,
    /// <summary>It has begun: summaries from now on.</summary>
    Began,
    /// <summary>It is over: single records again.</summary>
    Ended,
}

/// <summary>
/// Tells whether unanswered calls flood in: faster than the limit over 10 seconds, or half of the room for waiting records
/// taken. A flood is over after 5 minutes without either.
/// </summary>
public sealed class ZeroDurationFlood
{
    /// <summary>How long it must be quiet, in milliseconds.</summary>
    public const long QuietMilliseconds = 300_000;

    /// <summary>Over how many seconds the rate is measured.</summary>
    public const int WindowSeconds = 10;

    private readonly int[] _counts = new int[WindowSeconds];
    private long _second = long.MinValue;
    private int _sum;
    private long _floodAt;

    /// <summary>True while there is a flood.</summary>
    public bool IsOn { get; private set; }

    /// <summary>How many unanswered calls ended within the window.</summary>
    public int InWindow => _sum;

    /// <summary>An unanswered call has ended.</summary>
    /// <param name="now">When it is looked at, milliseconds since the Unix epoch.</param>
    public void Count(long now)
    {
        Turn(now);
        _counts[_second % _counts.Length]++;
        _sum++;
    }

    /// <summary>Looks whether there is a flood.</summary>
    /// <param name="now">The time.</param>
    /// <param name="halfFull">Whether half of the room for waiting records is taken.</param>
    /// <param name="settings">What a flood is, and whether it matters.</param>
    public FloodChange Look(long now, bool halfFull, RecordSettings settings)
    {
        Turn(now);
        if (settings.Summaries && (halfFull || _sum >= settings.FloodRate * WindowSeconds)) _floodAt = now;
        else if (!IsOn || (settings.Summaries && now - _floodAt < QuietMilliseconds)) return FloodChange.None;
        else return Switch(false);
        return IsOn ? FloodChange.None : Switch(true);
    }

    private FloodChange Switch(bool on)
    {
        IsOn = on;
        return on ? FloodChange.Began : FloodChange.Ended;
    }

    private void Turn(long now)
    {
        var second = now / 1000;
        if (second <= _second) return;
        var passed = _second == long.MinValue ? _counts.Length : Math.Min(_counts.Length, second - _second);
        for (var i = 1; i <= passed; i++)
        {
            ref var old = ref _counts[(second - passed + i) % _counts.Length];
            _sum -= old;
            old = 0;
        }
        _second = second;
    }
}

using System.Diagnostics;

namespace Tandem.Load;

/// <summary>How often each latency came: exact to the microsecond up to 1 s; longer ones count as that.</summary>
internal sealed class Latencies
{
    private readonly int[] _counts = new int[1_000_001];

    /// <summary>How many were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one, given in Stopwatch ticks.</summary>
    public void Add(long ticks)
    {
        var microseconds = (long)(ticks * 1e6 / Stopwatch.Frequency);
        _counts[Math.Clamp(microseconds, 0, _counts.Length - 1)]++;
        Count++;
    }

    /// <summary>The latency that this share of all stays within, in microseconds; 0 when there are none.</summary>
    public int Percentile(double share)
    {
        var left = (long)Math.Ceiling(Count * share);
        var microseconds = 0;
        while (left > 0 && (left -= _counts[microseconds]) > 0) microseconds++;
        return microseconds;
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }
}

using System.Diagnostics;
using System.Numerics;

namespace Tandem.Server.Signalling;

/// <summary>
/// How long messages waited and were worked on, in buckets that double from 1 µs to 1 s. Written by one thread, read by any.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>The upper bounds of the buckets in seconds; one more bucket holds what is above the last.</summary>
    public static readonly double[] Bounds = [.. Enumerable.Range(0, 21).Select(i => (1 << i) * 1e-6)];

    private static readonly double MicrosecondsPerTick = 1e6 / Stopwatch.Frequency;

    private readonly long[] _counts = new long[Bounds.Length + 1];
    private long _ticks;

    /// <summary>The number of times in each bucket.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>The sum of all times in seconds.</summary>
    public double SumSeconds => Volatile.Read(ref _ticks) / (double)Stopwatch.Frequency;

    /// <summary>Adds one time.</summary>
    /// <param name="ticks">The time in ticks of <see cref="Stopwatch"/>.</param>
    public void Add(long ticks)
    {
        var microseconds = (uint)Math.Clamp(ticks * MicrosecondsPerTick, 0, uint.MaxValue);
        var bucket = microseconds <= 1 ? 0 : Math.Min(32 - BitOperations.LeadingZeroCount(microseconds - 1), Bounds.Length);
        _counts[bucket]++;
        _ticks += ticks;
    }
}

namespace Tandem.Server.Hosting;

/// <summary>
/// Gives memory back after a wave. The hot path allocates nothing, so after a million phones were loaded or a hundred thousand
/// have come back, nothing would make the collector look at what the wave has left for hours. When much was allocated and now
/// little is, one collection is asked for. A heap that is compacted in less than T1 (RFC 3261 §17.1.1.1) is compacted at once, for no
/// request is sent again because of it; one that is larger is collected in the background, and so is every one while media flows,
/// for a stop would be heard.
/// </summary>
internal sealed class MemoryTrim : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const long Much = 16 << 20;
    private const long Little = 1 << 20;
    private const long CompactedWithinT1 = 384 << 20;

    private readonly ITimer _timer;
    private readonly Func<bool> _mediaFlows;
    private long _last = GC.GetTotalAllocatedBytes();
    private long _collectedAt;
    private long _compactedAt;

    /// <summary>Looks every two seconds from now on.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="mediaFlows">Whether a stream is relayed now.</param>
    public MemoryTrim(TimeProvider clock, Func<bool> mediaFlows)
    {
        _mediaFlows = mediaFlows;
        _timer = clock.CreateTimer(_ => Look(), null, Every, Every);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _last < Little) Collect(allocated);
        _last = allocated;
    }

    private void Collect(long allocated)
    {
        // What a compaction would gain is asked of the heap as the last collection left it, without what was allocated since.
        if (allocated - _compactedAt > Much && !_mediaFlows() && GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes < CompactedWithinT1)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _collectedAt = _compactedAt = allocated;
        }
        else if (allocated - _collectedAt > Much)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            _collectedAt = allocated;
        }
    }
}

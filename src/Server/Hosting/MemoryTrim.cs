namespace Tandem.Server.Hosting;

/// <summary>
/// Gives memory back after a wave. The hot path allocates nothing, so after a million phones were loaded or a hundred thousand
/// have come back, nothing would make the collector look at what the wave has left for hours. When much was allocated and now
/// little is, one collection is asked for. It compacts a small heap at once, which stops the shards for less than a tenth of a
/// second; a large one is collected in the background.
/// </summary>
internal sealed class MemoryTrim : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);
    private const long Much = 16 << 20;
    private const long Little = 1 << 20;
    private const long SmallHeap = 256 << 20;

    private readonly ITimer _timer;
    private long _last = GC.GetTotalAllocatedBytes();
    private long _trimmedAt;

    public MemoryTrim(TimeProvider clock) => _timer = clock.CreateTimer(_ => Look(), null, Every, Every);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated - _trimmedAt > Much && allocated - _last < Little)
        {
            var small = GC.GetTotalMemory(forceFullCollection: false) < SmallHeap;
            GC.Collect(GC.MaxGeneration, small ? GCCollectionMode.Aggressive : GCCollectionMode.Forced, blocking: small, compacting: small);
            _trimmedAt = allocated;
        }
        _last = allocated;
    }
}

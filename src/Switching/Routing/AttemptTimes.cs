namespace Tandem.Switching.Routing;

/// <summary>The times of the latest attempts, up to a number of them; grows as far as attempts are made.</summary>
/// <param name="capacity">How many are remembered.</param>
internal sealed class AttemptTimes(int capacity)
{
    private const int FirstSize = 16;

    private long[] _ring = new long[Math.Min(capacity, FirstSize)];
    private int _count;
    private int _next;

    /// <summary>The latest time; 0 when there is none.</summary>
    public long Latest => TryGet(1, out var at) ? at : 0;

    /// <summary>The time of the attempt that many before the next one; false when there were not as many.</summary>
    public bool TryGet(int back, out long at)
    {
        at = 0;
        if (back > _count) return false;
        at = _ring[(_next - back + _ring.Length) % _ring.Length];
        return true;
    }

    /// <summary>Adds an attempt; the oldest gives way.</summary>
    public void Add(long at)
    {
        if (capacity == 0) return;
        if (_count == _ring.Length && _ring.Length < capacity) Grow();
        _ring[_next] = at;
        _next = (_next + 1) % _ring.Length;
        _count = Math.Min(_count + 1, _ring.Length);
    }

    /// <summary>The same times with room for another number of them.</summary>
    public AttemptTimes Resized(int newCapacity)
    {
        var resized = new AttemptTimes(newCapacity);
        for (var back = Math.Min(_count, newCapacity); back > 0; back--)
        {
            TryGet(back, out var at);
            resized.Add(at);
        }
        return resized;
    }

    private void Grow()
    {
        var larger = new long[(int)Math.Min(capacity, _ring.Length * 2L)];
        for (var back = _count; back > 0; back--)
        {
            TryGet(back, out var at);
            larger[_count - back] = at;
        }
        (_ring, _next) = (larger, _count);
    }
}

namespace Tandem.Storage.Journals;

/// <summary>How many records wait in memory for the store, over all shards, and how many may (SERVER_MAX_CDR_PENDING_LIST_LENGTH).</summary>
/// <param name="limit">How many may.</param>
internal sealed class RecordBacklog(int limit)
{
    private int _count;
    private int _limit = limit;

    /// <summary>How many wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many may.</summary>
    public int Limit
    {
        get => Volatile.Read(ref _limit);
        set => Volatile.Write(ref _limit, value);
    }

    /// <summary>True when at least half of the room is taken.</summary>
    public bool IsHalfFull => Count >= Limit / 2;

    /// <summary>Takes room for some; false when there is not enough.</summary>
    public bool TryAdd(int records)
    {
        if (Interlocked.Add(ref _count, records) <= Limit) return true;
        Interlocked.Add(ref _count, -records);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Remove(int records) => Interlocked.Add(ref _count, -records);
}

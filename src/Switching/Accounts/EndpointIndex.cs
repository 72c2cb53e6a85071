using System.Text;

namespace Tandem.Switching.Accounts;

/// <summary>
/// All endpoints by name, for readers on every thread without a lock. Split into segments that are replaced whole when one
/// of their endpoints changes, so that a change among a million copies a few hundred references.
/// </summary>
public sealed class EndpointIndex
{
    private const int SegmentBits = 12;
    private const int MinSegment = 4;

    private readonly Endpoint?[][] _segments = new Endpoint?[1 << SegmentBits][];
    private readonly Lock _writing = new();
    private int _count;

    /// <summary>An index without endpoints.</summary>
    public EndpointIndex() => Array.Fill(_segments, new Endpoint?[MinSegment]);

    /// <summary>How many endpoints there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The endpoint of that name, byte for byte as it stands in a message; null when there is none.</summary>
    public Endpoint? Find(ReadOnlySpan<byte> name, ulong hash)
    {
        var segment = Volatile.Read(ref _segments[SegmentOf(hash)]);
        var mask = segment.Length - 1;
        for (var slot = (int)hash & mask; segment[slot] is { } endpoint; slot = (slot + 1) & mask)
        {
            if (Ascii.Equals(name, endpoint.Name)) return endpoint;
        }
        return null;
    }

    /// <summary>Adds the endpoint or puts it in the place of the one with its name. Returns the one it replaced.</summary>
    public Endpoint? Set(Endpoint endpoint, ulong hash)
    {
        lock (_writing)
        {
            ref var segment = ref _segments[SegmentOf(hash)];
            var entries = new List<Endpoint>(segment.Length);
            var old = CopyExcept(segment, endpoint.Name, entries);
            entries.Add(endpoint);
            Volatile.Write(ref segment, Build(entries));
            if (old is null) _count++;
            return old;
        }
    }

    /// <summary>Adds many or puts them in the place of those with their names; each segment is copied once.</summary>
    public void SetAll(IEnumerable<Endpoint> endpoints)
    {
        foreach (var group in endpoints.GroupBy(endpoint => SegmentOf(NameHash.Of(endpoint.Name))))
        {
            lock (_writing)
            {
                var entries = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
                foreach (var endpoint in _segments[group.Key])
                {
                    if (endpoint is not null) entries[endpoint.Name] = endpoint;
                }
                var before = entries.Count;
                foreach (var endpoint in group) entries[endpoint.Name] = endpoint;
                Volatile.Write(ref _segments[group.Key], Build([.. entries.Values]));
                _count += entries.Count - before;
            }
        }
    }

    /// <summary>Takes the endpoint of that name out. Returns it, or null when there was none.</summary>
    public Endpoint? Remove(string name, ulong hash)
    {
        lock (_writing)
        {
            ref var segment = ref _segments[SegmentOf(hash)];
            var entries = new List<Endpoint>(segment.Length);
            var old = CopyExcept(segment, name, entries);
            if (old is null) return null;
            Volatile.Write(ref segment, Build(entries));
            _count--;
            return old;
        }
    }

    /// <summary>Adds many at once into an index that nobody reads yet; later entries of a name replace earlier ones.</summary>
    public void Load(IEnumerable<Endpoint> endpoints)
    {
        var lists = new List<Endpoint>?[_segments.Length];
        foreach (var endpoint in endpoints) (lists[SegmentOf(NameHash.Of(endpoint.Name))] ??= []).Add(endpoint);
        lock (_writing)
        {
            _count = 0;
            for (var i = 0; i < lists.Length; i++)
            {
                _count += lists[i]?.Count ?? 0;
                Volatile.Write(ref _segments[i], Build(lists[i] ?? []));
            }
        }
    }

    /// <summary>Every endpoint, in no order, as the segments stood when they were reached.</summary>
    public IEnumerable<Endpoint> All()
    {
        for (var i = 0; i < _segments.Length; i++)
        {
            foreach (var endpoint in Volatile.Read(ref _segments[i]))
            {
                if (endpoint is not null) yield return endpoint;
            }
        }
    }

    // The upper bits choose the segment, the lower ones the slot, so that the two do not repeat each other.
    private static int SegmentOf(ulong hash) => (int)(hash >> (64 - SegmentBits));

    private static Endpoint? CopyExcept(Endpoint?[] segment, string name, List<Endpoint> into)
    {
        Endpoint? excepted = null;
        foreach (var endpoint in segment)
        {
            if (endpoint is null) continue;
            if (endpoint.Name == name) excepted = endpoint;
            else into.Add(endpoint);
        }
        return excepted;
    }

    private static Endpoint?[] Build(List<Endpoint> endpoints)
    {
        var size = MinSegment;
        while (size < endpoints.Count * 2) size *= 2;
        var segment = new Endpoint?[size];
        foreach (var endpoint in endpoints)
        {
            var slot = (int)NameHash.Of(endpoint.Name) & (size - 1);
            while (segment[slot] is not null) slot = (slot + 1) & (size - 1);
            segment[slot] = endpoint;
        }
        return segment;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Switching.Accounts;

/// <summary>
/// All endpoints by name, for readers on every thread without a lock. An open-addressing table in which a change swaps one
/// reference; when it grows, a new table takes its place.
/// </summary>
/// <remarks>
/// A name is found by its 64-bit hash alone, which stands beside the reference: with a million phones every further look into
/// memory is a tenth of a microsecond, at each REGISTER. The hash is keyed (<see cref="NameHash"/>), so nobody can make two
/// names fall together; by chance two of a million would once in 40 million starts.
/// </remarks>
public sealed class EndpointIndex
{
    private const int MinSlots = 64;

    // Stands where an endpoint was taken out, so that searches go on past it.
    private static readonly Endpoint Removed = new Phone { Name = "" };

    private readonly Lock _writing = new();
    private Slot[] _slots = new Slot[MinSlots];
    private int _used;
    private int _count;

    /// <summary>How many endpoints there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Has the processor fetch the slot of that hash. Changes nothing.</summary>
    public unsafe void Expect(ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref slots[(int)hash & (slots.Length - 1)]));
    }

    /// <summary>The same for the endpoint in that slot, some time after <see cref="Expect"/>.</summary>
    public void ExpectEndpoint(ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        Volatile.Read(ref slots[(int)hash & (slots.Length - 1)].Endpoint)?.Prefetch();
    }

    /// <summary>The endpoint with that hash of its name; null when there is none.</summary>
    public Endpoint? Find(ulong hash)
    {
        var slots = Volatile.Read(ref _slots);
        var mask = slots.Length - 1;
        for (var i = (int)hash & mask; ; i = (i + 1) & mask)
        {
            ref var slot = ref slots[i];
            // The reference first: its hash was written before it.
            var endpoint = Volatile.Read(ref slot.Endpoint);
            if (endpoint is null) return null;
            if (slot.Hash == hash && !ReferenceEquals(endpoint, Removed)) return endpoint;
        }
    }

    /// <summary>Adds the endpoint or puts it in the place of the one with its name. Returns the one it replaced.</summary>
    public Endpoint? Set(Endpoint endpoint)
    {
        lock (_writing)
        {
            if ((_used + 1) * 2 > _slots.Length) Rebuild();
            var hash = NameHash.Of(endpoint.Name);
            ref var slot = ref SlotOf(_slots, hash);
            var old = slot.Endpoint;
            if (old is null)
            {
                slot.Hash = hash;
                _used++;
            }
            Volatile.Write(ref slot.Endpoint, endpoint);
            if (old is not null && !ReferenceEquals(old, Removed)) return old;
            _count++;
            return null;
        }
    }

    /// <summary>Takes the endpoint of that name out. Returns it, or null when there was none.</summary>
    public Endpoint? Remove(string name)
    {
        lock (_writing)
        {
            ref var slot = ref SlotOf(_slots, NameHash.Of(name));
            if (slot.Endpoint is not { } old || ReferenceEquals(old, Removed)) return null;
            Volatile.Write(ref slot.Endpoint, Removed);
            _count--;
            return old;
        }
    }

    /// <summary>Every endpoint, in no order, as the slots stood when they were reached.</summary>
    public IEnumerable<Endpoint> All()
    {
        foreach (var slot in Volatile.Read(ref _slots))
        {
            if (slot.Endpoint is { } endpoint && !ReferenceEquals(endpoint, Removed)) yield return endpoint;
        }
    }

    // Twice the size, or the same when enough slots are only marks of what was removed.
    private void Rebuild()
    {
        var larger = new Slot[_count * 4 > _slots.Length ? _slots.Length * 2 : _slots.Length];
        foreach (var slot in _slots)
        {
            if (slot.Endpoint is null || ReferenceEquals(slot.Endpoint, Removed)) continue;
            SlotOf(larger, slot.Hash) = slot;
        }
        _used = _count;
        Volatile.Write(ref _slots, larger);
    }

    // The slot that holds the hash, or the free one where it belongs.
    private static ref Slot SlotOf(Slot[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        var i = (int)hash & mask;
        while (slots[i].Endpoint is not null && slots[i].Hash != hash) i = (i + 1) & mask;
        return ref slots[i];
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public Endpoint? Endpoint;
        public ulong Hash;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Registration;

/// <summary>
/// One stripe of the <see cref="LocationTable"/>: an open-addressing table from an endpoint to the chain of its bindings,
/// the expiry wheel and the list of what the store does not know yet. All members expect <see cref="Lock"/> to be held,
/// but for those that take it themselves.
/// </summary>
internal sealed class LocationStripe(long now)
{
    // Room for more changes than this is given back once they are taken.
    private const int UsualChanges = 256;

    private readonly ExpiryWheel _wheel = new(now);
    private readonly List<Binding> _changes = [];
    private Binding?[] _slots = new Binding?[8];

    public Lock Lock { get; } = new();

    public int BindingCount { get; private set; }

    public int EndpointCount { get; private set; }

    public Binding? First(string endpoint, ulong nameHash) => _slots[SlotOf(endpoint, nameHash)];

    // Without the lock: a slot that changes meanwhile makes the hint useless, not wrong.
    public unsafe void Expect(ulong nameHash)
    {
        var slots = Volatile.Read(ref _slots);
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref slots[(int)nameHash & (slots.Length - 1)]));
    }

    public void ExpectBinding(ulong nameHash)
    {
        var slots = Volatile.Read(ref _slots);
        slots[(int)nameHash & (slots.Length - 1)]?.Prefetch();
    }

    public void Add(Binding binding)
    {
        if ((EndpointCount + 1) * 4 > _slots.Length * 3) Grow();
        ref var head = ref _slots[SlotOf(binding.Endpoint, binding.NameHash)];
        if (head is null)
        {
            head = binding;
            EndpointCount++;
        }
        else
        {
            var last = head;
            while (last.Next is not null) last = last.Next;
            last.Next = binding;
        }
        BindingCount++;
        _wheel.Add(binding);
        List(binding);
    }

    public void Refresh(Binding binding, in BindingDraft draft)
    {
        var moved = binding.Flow.Remote != draft.Flow.Remote || binding.Flow.Transport != draft.Flow.Transport
            || binding.UserAgent != draft.UserAgent || binding.Q != draft.Q;
        binding.Take(draft);
        _wheel.Refreshed(binding);
        if (moved || BindingRules.StoreIsBehind(binding.StoredExpiresAt, binding.RefreshedAt, binding.ExpiresAt)) List(binding);
    }

    public void Remove(Binding binding)
    {
        var slot = SlotOf(binding.Endpoint, binding.NameHash);
        if (ReferenceEquals(_slots[slot], binding))
        {
            _slots[slot] = binding.Next;
            if (binding.Next is null) Vacate(slot);
        }
        else
        {
            var before = _slots[slot]!;
            while (!ReferenceEquals(before.Next, binding)) before = before.Next!;
            before.Next = binding.Next;
        }
        BindingCount--;
        _wheel.Remove(binding);
        binding.IsRemoved = true;
        binding.Next = null;
        List(binding);
    }

    public int Expire(long now)
    {
        lock (Lock)
        {
            var expired = 0;
            while (_wheel.TakeDue(now) is { } binding)
            {
                Remove(binding);
                expired++;
            }
            return expired;
        }
    }

    public void DrainChanges(List<BindingRecord> keep, List<long> forget)
    {
        lock (Lock)
        {
            foreach (var binding in _changes)
            {
                binding.IsListed = false;
                if (binding.IsRemoved)
                {
                    forget.Add(binding.Id);
                    continue;
                }
                binding.StoredExpiresAt = binding.ExpiresAt;
                keep.Add(BindingRecord.Of(binding));
            }
            _changes.Clear();
            if (_changes.Capacity > UsualChanges) _changes.Capacity = UsualChanges;
        }
    }

    public List<BindingRecord> Copy()
    {
        lock (Lock)
        {
            var records = new List<BindingRecord>(BindingCount);
            foreach (var head in _slots)
            {
                for (var binding = head; binding is not null; binding = binding.Next) records.Add(BindingRecord.Of(binding));
            }
            return records;
        }
    }

    public void Restore(BindingRecord record, ulong nameHash)
    {
        var binding = new Binding(record.Id, record.Endpoint, nameHash, new BindingDraft
        {
            Contact = Encoding.UTF8.GetBytes(record.Contact),
            Instance = Encoding.UTF8.GetBytes(record.Instance),
            CallIdHash = record.CallIdHash,
            Path = Encoding.UTF8.GetBytes(record.Path),
            RegId = record.RegId,
            CSeq = record.CSeq,
            Q = record.Q,
            UserAgent = record.UserAgent,
            Flow = new Flow(record.Transport, 0, record.Source),
            Now = record.RefreshedAt,
            ExpiresAt = record.ExpiresAt + BindingRules.StoreSlack(record.RefreshedAt, record.ExpiresAt),
        })
        {
            RegisteredAt = record.RegisteredAt,
            StoredExpiresAt = record.ExpiresAt,
            Offline = record.Transport.IsReliable(),
            // What is restored needs no journal entry, so Add must not list it.
            IsListed = true,
        };
        lock (Lock)
        {
            Add(binding);
            binding.IsListed = false;
        }
    }

    private void List(Binding binding)
    {
        if (binding.IsListed) return;
        binding.IsListed = true;
        _changes.Add(binding);
    }

    private int SlotOf(string endpoint, ulong nameHash)
    {
        var mask = _slots.Length - 1;
        var slot = (int)nameHash & mask;
        while (_slots[slot] is { } head && (head.NameHash != nameHash || head.Endpoint != endpoint)) slot = (slot + 1) & mask;
        return slot;
    }

    private void Vacate(int hole)
    {
        // Backward-shift deletion: what was pushed past the hole moves back, so that no search stops short.
        EndpointCount--;
        var mask = _slots.Length - 1;
        for (var slot = (hole + 1) & mask; _slots[slot] is { } head; slot = (slot + 1) & mask)
        {
            var home = (int)head.NameHash & mask;
            if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
            _slots[hole] = head;
            _slots[slot] = null;
            hole = slot;
        }
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Binding?[old.Length * 2];
        foreach (var head in old)
        {
            if (head is not null) _slots[SlotOf(head.Endpoint, head.NameHash)] = head;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Sip.Transactions;

/// <summary>
/// From transaction key to position, open addressing with linear probing in one flat array that doubles when it is half
/// full. The keys are hashes under a secret, so a part of the key is the slot.
/// </summary>
internal sealed class AnswerIndex
{
    private Slot[] _slots = new Slot[1024];
    private int _count;

    /// <summary>Has the processor fetch the slot of a key. Changes nothing.</summary>
    public unsafe void Expect(in TransactionKey key)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref _slots[(int)key.Low & (_slots.Length - 1)]));
    }

    /// <summary>Finds the position of a key.</summary>
    public bool TryFind(in TransactionKey key, out long position)
    {
        var slot = SlotOf(key);
        position = _slots[slot].Position;
        return _slots[slot].IsUsed;
    }

    /// <summary>Sets the position of a key, in place of an older one.</summary>
    public void Set(in TransactionKey key, long position)
    {
        if (2 * _count >= _slots.Length) Grow();
        ref var slot = ref _slots[SlotOf(key)];
        if (!slot.IsUsed) _count++;
        slot = new Slot(key, position);
    }

    /// <summary>Removes a key if it still leads to this position.</summary>
    public void Remove(in TransactionKey key, long position)
    {
        var gap = SlotOf(key);
        if (!_slots[gap].IsUsed || _slots[gap].Position != position) return;
        // No tombstones: entries behind the gap move into it when their own way leads over it.
        var mask = _slots.Length - 1;
        for (var slot = (gap + 1) & mask; _slots[slot].IsUsed; slot = (slot + 1) & mask)
        {
            var home = (int)_slots[slot].Key.Low & mask;
            if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
            _slots[gap] = _slots[slot];
            gap = slot;
        }
        _slots[gap] = default;
        _count--;
    }

    // The slot of the key, or the free one where it would go.
    private int SlotOf(in TransactionKey key)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var slot = (int)key.Low & mask;
        while (slots[slot].IsUsed && slots[slot].Key != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new Slot[2 * old.Length];
        foreach (var slot in old)
        {
            if (slot.IsUsed) _slots[SlotOf(slot.Key)] = slot;
        }
    }

    private readonly struct Slot(in TransactionKey key, long position)
    {
        public readonly TransactionKey Key = key;
        private readonly long _positionPlusOne = position + 1;

        public bool IsUsed => _positionPlusOne != 0;

        public long Position => _positionPlusOne - 1;
    }
}

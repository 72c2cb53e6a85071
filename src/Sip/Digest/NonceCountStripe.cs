using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Sip.Digest;

/// <summary>
/// One stripe of <see cref="NonceCounts"/>: a ring of windows in the order of first use, and an open-addressing index
/// from nonce to place in the ring, at most half full. Both are flat arrays that double up to the capacity.
/// </summary>
internal sealed class NonceCountStripe(int capacity)
{
    private const int FirstCapacity = 16;
    private const int Nowhere = -1;

    private readonly Lock _lock = new();
    private NonceWindow[] _ring = new NonceWindow[Math.Min(FirstCapacity, capacity)];
    private Slot[] _index = new Slot[2 * Math.Min(FirstCapacity, capacity)];
    private int _head;
    private int _count;
    // The latest issue time of any nonce that was forgotten. An unknown nonce that is not younger may be one of those.
    private long _watermark = long.MinValue;

    public int Count
    {
        get { lock (_lock) return _count; }
    }

    /// <summary>How many nonces were forgotten while they were still valid.</summary>
    public long ForgottenEarly { get { lock (_lock) return field; } private set; }

    // Outside the lock: what was just replaced costs nothing but the use of this.
    public unsafe void Expect(ulong hash)
    {
        if (!Sse.IsSupported) return;
        var index = _index;
        var ring = _ring;
        Sse.Prefetch0(Unsafe.AsPointer(ref index[(int)hash & (index.Length - 1)]));
        // A nonce that is used for the first time takes the next place, and the oldest may have to go.
        Sse.Prefetch0(Unsafe.AsPointer(ref ring[(_head + _count) & (ring.Length - 1)]));
        Sse.Prefetch0(Unsafe.AsPointer(ref ring[_head & (ring.Length - 1)]));
    }

    public NonceCountVerdict Accept(in NonceId id, ulong hash, uint count, long now, long lifetime)
    {
        lock (_lock)
        {
            var place = Find(id, hash);
            if (place == Nowhere)
            {
                if (id.IssuedAt <= _watermark) return NonceCountVerdict.Forgotten;
                ForgetExpired(now, lifetime);
                place = Add(id, hash);
            }
            return _ring[place].TryUse(count) ? NonceCountVerdict.Accepted : NonceCountVerdict.Replayed;
        }
    }

    private int Find(in NonceId id, ulong hash)
    {
        var mask = _index.Length - 1;
        for (var i = (int)hash & mask; _index[i].IsUsed; i = (i + 1) & mask)
        {
            ref readonly var slot = ref _index[i];
            if (slot.Hash == (uint)hash && _ring[slot.Place].Id == id) return slot.Place;
        }
        return Nowhere;
    }

    private int Add(in NonceId id, ulong hash)
    {
        if (_count == capacity)
        {
            ForgettingEarly();
        }
        else if (_count == _ring.Length)
        {
            Grow();
        }
        var place = (_head + _count++) & (_ring.Length - 1);
        _ring[place] = new NonceWindow(id);
        Link(place, hash);
        return place;
    }

    private void ForgettingEarly()
    {
        ForgetOldest();
        ForgottenEarly++;
    }

    private void ForgetExpired(long now, long lifetime)
    {
        while (_count > 0 && now - _ring[_head].Id.IssuedAt >= lifetime) ForgetOldest();
    }

    // Whatever is forgotten raises the watermark, expired or not: a longer lifetime or a clock set back would otherwise
    // make a used nonce good again.
    private void ForgetOldest()
    {
        var id = _ring[_head].Id;
        Unlink(_head, NonceCounts.Hash(id));
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
        _watermark = Math.Max(_watermark, id.IssuedAt);
    }

    private void Link(int place, ulong hash)
    {
        var mask = _index.Length - 1;
        var i = (int)hash & mask;
        while (_index[i].IsUsed) i = (i + 1) & mask;
        _index[i] = new Slot((uint)hash, place);
    }

    // Linear probing without tombstones: entries behind the gap move into it when their own way leads over it.
    private void Unlink(int place, ulong hash)
    {
        var mask = _index.Length - 1;
        var gap = (int)hash & mask;
        while (_index[gap].Place != place) gap = (gap + 1) & mask;
        for (var i = (gap + 1) & mask; _index[i].IsUsed; i = (i + 1) & mask)
        {
            var home = (int)_index[i].Hash & mask;
            if (((i - home) & mask) < ((i - gap) & mask)) continue;
            _index[gap] = _index[i];
            gap = i;
        }
        _index[gap] = default;
    }

    private void Grow()
    {
        var ring = new NonceWindow[2 * _ring.Length];
        for (var i = 0; i < _count; i++) ring[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = ring;
        _head = 0;
        _index = new Slot[2 * ring.Length];
        for (var i = 0; i < _count; i++) Link(i, NonceCounts.Hash(ring[i].Id));
    }

    // Half of the hash is kept beside the place, so that the way through the index does not lead into the ring.
    private readonly struct Slot(uint hash, int place)
    {
        private readonly int _placePlusOne = place + 1;

        public readonly uint Hash = hash;

        public bool IsUsed => _placePlusOne != 0;

        public int Place => _placePlusOne - 1;
    }
}

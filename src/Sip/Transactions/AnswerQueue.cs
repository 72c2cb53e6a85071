using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Sip.Flows;

namespace Tandem.Sip.Transactions;

/// <summary>
/// Final answers in the order in which they were sent, the oldest of which leaves first. They lie one behind the other
/// in segments of 1 MiB that are used in turn: no object per answer, and more room is one more segment rather than a
/// copy of everything, which would hold up the shard. A position is the number of a segment and an offset in it.
/// </summary>
internal sealed class AnswerQueue
{
    /// <summary>The size of a segment in bytes, and the least capacity.</summary>
    public const int SegmentLength = 1 << SegmentBits;

    private const int SegmentBits = 20;
    private static readonly int HeadLength = Unsafe.SizeOf<Head>();

    // Segment n is at n modulo the length. One that is empty again is the next to be taken, so that the queue keeps the
    // memory of its busiest moment and no more.
    private readonly byte[]?[] _segments;
    private readonly Stack<byte[]> _spares = [];
    private long _first;
    private long _end;

    /// <summary>Makes an empty queue for this many segments at most.</summary>
    public AnswerQueue(int segments) => _segments = new byte[]?[segments];

    /// <summary>How many answers are in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>What is known of the oldest answer; there must be one.</summary>
    public ref readonly Head Oldest => ref HeadAt(_first);

    /// <summary>The position of the oldest answer.</summary>
    public long OldestPosition => _first;

    /// <summary>What is known of the answer at a position.</summary>
    public ref readonly Head HeadAt(long position) => ref MemoryMarshal.AsRef<Head>(At(position));

    /// <summary>The answer at a position. It is good until the answer is removed.</summary>
    public ReadOnlySpan<byte> AnswerAt(long position) => At(position).Slice(HeadLength, HeadAt(position).Length);

    /// <summary>Adds an answer; false when there is no room until older ones are removed.</summary>
    public bool TryAdd(in Head head, ReadOnlySpan<byte> answer, out long position)
    {
        var length = Aligned(HeadLength + answer.Length);
        var fits = length <= SegmentLength - OffsetOf(_end);
        position = fits ? _end : StartOf(SegmentOf(_end) + 1);
        if (SegmentOf(position) - SegmentOf(_first) >= _segments.Length) return false;
        // Where a head still fits, an empty one says that the segment ends here.
        if (!fits && SegmentLength - OffsetOf(_end) >= HeadLength) MemoryMarshal.Write(At(_end), default(Head));
        ref var segment = ref _segments[SegmentOf(position) % _segments.Length];
        segment ??= _spares.TryPop(out var spare) ? spare : GC.AllocateUninitializedArray<byte>(SegmentLength);
        var to = At(position);
        MemoryMarshal.Write(to, head with { Length = answer.Length });
        answer.CopyTo(to[HeadLength..]);
        _end = position + length;
        Count++;
        return true;
    }

    /// <summary>Removes the oldest answer; there must be one.</summary>
    public void RemoveOldest()
    {
        var segment = SegmentOf(_first);
        _first += Aligned(HeadLength + Oldest.Length);
        // An empty queue starts its segment anew, so that a quiet switch touches little memory.
        if (--Count == 0) _first = _end = StartOf(SegmentOf(_end));
        else if (SegmentLength - OffsetOf(_first) < HeadLength || Oldest.Length == 0) _first = StartOf(SegmentOf(_first) + 1);
        if (SegmentOf(_first) != segment) Spare(segment);
    }

    private void Spare(long number)
    {
        ref var segment = ref _segments[number % _segments.Length];
        _spares.Push(segment!);
        segment = null;
    }

    private Span<byte> At(long position) =>
        _segments[SegmentOf(position) % _segments.Length].AsSpan(OffsetOf(position));

    private static long SegmentOf(long position) => position >> SegmentBits;

    private static int OffsetOf(long position) => (int)position & (SegmentLength - 1);

    private static long StartOf(long segment) => segment << SegmentBits;

    private static int Aligned(int length) => (length + 7) & ~7;

    /// <summary>What stands before an answer.</summary>
    /// <param name="Key">The transaction.</param>
    /// <param name="Flow">Where the answer went.</param>
    /// <param name="Expiry">When timer J fires, in ms since the Unix epoch.</param>
    /// <param name="Length">The answer's length in bytes, 1 or more.</param>
    public readonly record struct Head(TransactionKey Key, Flow Flow, long Expiry, int Length);
}

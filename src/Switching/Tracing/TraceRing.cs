using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Tracing;

/// <summary>
/// The latest messages of a shard's calls in one ring of bytes: a new message takes the place of the oldest, and each call's
/// messages are a chain from its latest one back. Noting allocates nothing once the busiest moment was seen.
/// </summary>
public sealed class TraceRing : ICallTrace
{
    /// <summary>The least capacity in bytes: a few of the longest messages.</summary>
    public const int MinCapacity = 1 << 18;

    private const long None = -1;
    private static readonly int HeadLength = Unsafe.SizeOf<Head>();

    // Positions only rise; where one lies in the ring is its remainder by the capacity, which is a multiple of 8.
    private readonly byte[] _ring;
    private readonly Dictionary<Guid, long> _latest = [];
    private long _first;
    private long _end;

    /// <summary>An empty ring. Its memory is taken as it fills.</summary>
    /// <param name="capacity">How many bytes of messages it keeps, <see cref="MinCapacity"/> or more.</param>
    public TraceRing(int capacity) => _ring = GC.AllocateUninitializedArray<byte>(Math.Max(MinCapacity, capacity & ~7));

    /// <summary>How many calls it has messages of.</summary>
    public int CallCount => _latest.Count;

    /// <inheritdoc/>
    public void Note(Guid call, bool sent, in Flow flow, in IpEndpoint local, ReadOnlySpan<byte> message, long now)
    {
        // Nothing longer can be sent or received.
        if (message.Length > ushort.MaxValue) message = message[..ushort.MaxValue];
        var length = Aligned(HeadLength + message.Length);
        var position = MakeRoom(length);
        ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, call, out var isKnown);
        Put(position, new Head(call, isKnown ? latest : None, now, sent, flow.Transport, local, flow.Remote, message.Length));
        message.CopyTo(At(position)[HeadLength..]);
        latest = position;
        _end = position + length;
    }

    /// <summary>The messages of a call that are still there, the oldest first.</summary>
    public IReadOnlyList<TracedMessage> Read(Guid call)
    {
        var messages = new List<TracedMessage>();
        if (!_latest.TryGetValue(call, out var position)) return messages;
        while (position >= _first)
        {
            var head = HeadAt(position);
            var bytes = At(position).Slice(HeadLength, head.Length).ToArray();
            messages.Add(new TracedMessage(head.Time, head.Sent, head.Transport, head.Local, head.Remote, bytes));
            position = head.Previous;
        }
        messages.Reverse();
        return messages;
    }

    // Lets go of the oldest messages until a record of this length fits behind the newest, in one piece.
    private long MakeRoom(int length)
    {
        var position = _end;
        var left = _ring.Length - OffsetOf(_end);
        if (length > left)
        {
            position += left;
            while (_first < _end && _first + _ring.Length < position) ForgetOldest();
            // Where a head still fits, an empty one says that the ring's end is not used.
            if (left >= HeadLength) Put(_end, new Head(Guid.Empty, None, 0, default, default, default, default, -1));
        }
        while (_first < _end && _first + _ring.Length < position + length) ForgetOldest();
        if (_first >= _end) _first = position;
        return position;
    }

    private void ForgetOldest()
    {
        var left = _ring.Length - OffsetOf(_first);
        if (left < HeadLength || HeadAt(_first).Length < 0)
        {
            _first += left;
            return;
        }
        var head = HeadAt(_first);
        if (_latest.TryGetValue(head.Call, out var latest) && latest == _first) _latest.Remove(head.Call);
        _first += Aligned(HeadLength + head.Length);
    }

    private Head HeadAt(long position) => MemoryMarshal.Read<Head>(At(position));

    private void Put(long position, in Head head) => MemoryMarshal.Write(At(position), head);

    private Span<byte> At(long position) => _ring.AsSpan(OffsetOf(position));

    private int OffsetOf(long position) => (int)(position % _ring.Length);

    private static int Aligned(int length) => (length + 7) & ~7;

    /// <summary>What stands before a message; a length of -1 says that the rest of the ring's end is empty.</summary>
    private readonly record struct Head(
        Guid Call, long Previous, long Time, bool Sent, SipTransport Transport, IpEndpoint Local, IpEndpoint Remote, int Length);
}

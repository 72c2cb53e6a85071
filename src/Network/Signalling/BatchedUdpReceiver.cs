using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Network.Signalling;

/// <summary>Reads up to a batch of datagrams with one recvmmsg(2). Everything the kernel writes to is allocated once and pinned.</summary>
internal sealed unsafe class BatchedUdpReceiver : UdpReceiver
{
    // Slots a multiple of 4 KiB apart would all start in the same few sets of the cache; this spreads their first lines.
    private const int Spread = 704;

    private readonly int _socket;
    private readonly int _stride;
    private readonly byte[] _slots;
    private readonly SocketName[] _names;
    private readonly Libc.Piece[] _pieces;
    private readonly Libc.Datagram[] _datagrams;

    internal BatchedUdpReceiver(int socket, ushort listener, UdpOptions options, UdpCounters counters)
        : base(listener, options, counters)
    {
        _socket = socket;
        var capacity = options.MaxDatagram + 1;
        _stride = (capacity + 4095 & ~4095) + Spread;
        // Pages of a slot that no datagram has reached cost no memory: the array is not cleared.
        _slots = GC.AllocateUninitializedArray<byte>(_stride * options.BatchSize, pinned: true);
        _names = GC.AllocateArray<SocketName>(options.BatchSize, pinned: true);
        _pieces = GC.AllocateArray<Libc.Piece>(options.BatchSize, pinned: true);
        _datagrams = GC.AllocateArray<Libc.Datagram>(options.BatchSize, pinned: true);
        for (var i = 0; i < options.BatchSize; i++)
        {
            _pieces[i].Start = (byte*)Unsafe.AsPointer(ref _slots[i * _stride]);
            _pieces[i].Length = (nuint)capacity;
            _datagrams[i].Header.Name = (SocketName*)Unsafe.AsPointer(ref _names[i]);
            _datagrams[i].Header.NameLength = SocketName.Size;
            _datagrams[i].Header.Pieces = (Libc.Piece*)Unsafe.AsPointer(ref _pieces[i]);
            _datagrams[i].Header.PieceCount = 1;
        }
    }

    internal override int Receive(ISignallingReceiver receiver)
    {
        var datagrams = (Libc.Datagram*)Unsafe.AsPointer(ref _datagrams[0]);
        var count = Libc.ReceiveMany(_socket, datagrams, (uint)_datagrams.Length, 0, null);
        if (count < 0)
        {
            // Nothing there is the usual end of a turn; another error (an ICMP message's, say) is taken from the socket by this.
            if (Marshal.GetLastPInvokeError() is not (Libc.Again or Libc.Interrupted)) Counters.ReceiveErrors++;
            return 0;
        }
        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            ref var datagram = ref _datagrams[i];
            datagram.Header.NameLength = SocketName.Size; // the kernel wrote the length it used
            Deliver(receiver, _names[i].Endpoint, _slots, i * _stride, (int)datagram.Length, now);
        }
        return count;
    }
}

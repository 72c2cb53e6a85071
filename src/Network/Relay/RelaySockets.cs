using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Network.Signalling;

namespace Tandem.Network.Relay;

/// <summary>
/// The sockets of one relay thread, and which of them have something to read: an epoll(7) set, level-triggered, so that what is
/// left in a socket is told again. Any thread may add; only the relay's thread waits and removes.
/// </summary>
internal sealed unsafe class RelaySockets : IDisposable
{
    private const int MostEvents = 512;
    private const int WakeSlot = 0;

    // struct epoll_event is packed to 12 bytes on x86-64 and takes 16 elsewhere; the data is behind the events.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = [];
    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * 16, pinned: true);
    private readonly int _epoll;
    private readonly int _wake;
    private RelaySocket?[] _slots = new RelaySocket?[64];
    private int _used = WakeSlot + 1;
    private bool _disposed;

    internal RelaySockets()
    {
        _epoll = Checked(Libc.EpollCreate(Libc.CloseOnExec));
        _wake = Checked(Libc.EventDescriptor(0, Libc.CloseOnExec | Libc.NonBlocking));
        if (!TryWatch(_wake, WakeSlot)) throw new Win32Exception();
    }

    /// <summary>Sockets watched at present.</summary>
    internal int Count
    {
        get
        {
            lock (_lock) return _disposed ? 0 : _used - _free.Count - 1; // one slot is that of the wake
        }
    }

    /// <summary>Watches a socket. False when it cannot be: then it is still the caller's.</summary>
    internal bool TryAdd(RelaySocket socket)
    {
        lock (_lock)
        {
            if (_disposed) return false;
            socket.Slot = _free.TryPop(out var slot) ? slot : _used++;
            if (socket.Slot == _slots.Length)
            {
                var more = new RelaySocket?[_slots.Length * 2];
                _slots.CopyTo(more, 0);
                Volatile.Write(ref _slots, more);
            }
            _slots[socket.Slot] = socket;
            if (TryWatch(socket.Descriptor, socket.Slot)) return true;
            Release(socket);
            return false;
        }
    }

    /// <summary>Closes a socket, which ends the watching too. Not while events of the latest wait are still looked at.</summary>
    internal void Close(RelaySocket socket)
    {
        lock (_lock)
        {
            if (_slots[socket.Slot] != socket) return; // all were closed at the end
            Release(socket);
            socket.Close();
        }
    }

    /// <summary>Waits until something can be read, at most so long. Returns how many sockets are ready.</summary>
    internal int Wait(int timeoutMilliseconds) =>
        Math.Max(0, Libc.EpollWait(_epoll, (byte*)Unsafe.AsPointer(ref _events[0]), MostEvents, timeoutMilliseconds));

    /// <summary>A socket that is ready, by its index below what <see cref="Wait"/> returned; null for a wake.</summary>
    internal RelaySocket? Ready(int index)
    {
        var slot = Unsafe.ReadUnaligned<int>(ref _events[index * EventSize + DataOffset]);
        return Volatile.Read(ref _slots)[slot];
    }

    /// <summary>Ends the present or the next wait, and all that follow.</summary>
    internal void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(_wake, &one, sizeof(ulong));
    }

    /// <summary>Closes all sockets. The thread has ended.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var socket in _slots) socket?.Close();
            Array.Clear(_slots);
            _ = Libc.Close(_wake);
            _ = Libc.Close(_epoll);
        }
    }

    private void Release(RelaySocket socket)
    {
        _slots[socket.Slot] = null;
        _free.Push(socket.Slot);
    }

    private bool TryWatch(int descriptor, int slot)
    {
        var wanted = stackalloc byte[16];
        *(uint*)wanted = Libc.EpollIn;
        *(long*)(wanted + DataOffset) = slot;
        return Libc.EpollControl(_epoll, Libc.EpollAdd, descriptor, wanted) == 0;
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception();
}

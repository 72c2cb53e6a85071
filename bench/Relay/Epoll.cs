using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Tandem.RelayBench;

/// <summary>Which of many sockets have something to read: epoll(7), for a generator that must cost less than what it measures.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int MostEvents = 512;
    private const uint Readable = 1;
    private const int Add = 1;

    // struct epoll_event is packed to 12 bytes on x86-64 and takes 16 elsewhere; the data is behind the events.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * 16, pinned: true);
    private readonly int _epoll = Create(0);

    /// <summary>Watches a socket; its number comes back when it can be read.</summary>
    public void Watch(int descriptor, int number)
    {
        var wanted = stackalloc byte[16];
        *(uint*)wanted = Readable;
        *(long*)(wanted + EventSize - 8) = number;
        if (Control(_epoll, Add, descriptor, wanted) != 0) throw new Win32Exception();
    }

    /// <summary>Waits at most so many milliseconds; returns how many can be read.</summary>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events) return Math.Max(0, Wait(_epoll, events, MostEvents, milliseconds));
    }

    /// <summary>The number of one that can be read.</summary>
    public int Ready(int index) => MemoryMarshal.Read<int>(_events.AsSpan(index * EventSize + EventSize - 8));

    public void Dispose() => _ = Close(_epoll);

    /// <summary>Reads a datagram; negative when there is none.</summary>
    public static int Receive(int descriptor, Span<byte> buffer)
    {
        fixed (byte* start = buffer) return (int)Receive(descriptor, start, (nuint)buffer.Length, 0);
    }

    /// <summary>Sends a datagram to the peer of a connected socket.</summary>
    public static bool TrySend(int descriptor, ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet) return Send(descriptor, start, (nuint)packet.Length, 0) == packet.Length;
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(int epoll, int operation, int descriptor, byte* wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(int epoll, byte* events, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint Send(int descriptor, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

using System.Runtime.InteropServices;

namespace Tandem.Network.Signalling;

/// <summary>The system calls of Linux that .NET does not offer. See recvmmsg(2), sendmmsg(2), nanosleep(2), epoll(7), eventfd(2).</summary>
internal static unsafe partial class Libc
{
    internal const int SolSocket = 1;
    internal const int SoReceiveBuffer = 8;
    internal const int SoReusePort = 15;
    internal const int SoReceiveBufferForce = 33;

    internal const ushort AfInet = 2;
    internal const ushort AfInet6 = 10;

    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int ConnectionRefused = 111;

    internal const short PollOut = 4;
    internal const uint EpollIn = 1;
    internal const int EpollAdd = 1;
    internal const int EpollDelete = 2;
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;

    /// <summary>struct iovec: one piece of memory.</summary>
    internal struct Piece
    {
        internal byte* Start;
        internal nuint Length;
    }

    /// <summary>struct msghdr.</summary>
    internal struct Header
    {
        internal SocketName* Name;
        internal uint NameLength;
        internal Piece* Pieces;
        internal nuint PieceCount;
        internal void* Control;
        internal nuint ControlLength;
        internal int Flags;
    }

    /// <summary>struct mmsghdr: one datagram of a batch.</summary>
    internal struct Datagram
    {
        internal Header Header;
        internal uint Length;
    }

    /// <summary>struct pollfd.</summary>
    internal struct Polled
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Happened;
    }

    /// <summary>struct timespec.</summary>
    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int ReceiveMany(int socket, Datagram* datagrams, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int SendMany(int socket, Datagram* datagrams, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(Polled* descriptors, nuint count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    internal static partial int Sleep(TimeSpec* time, TimeSpec* left);

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int descriptor, byte* wanted);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epoll, byte* happened, int count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);
}

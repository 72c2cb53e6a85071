using System.Runtime.InteropServices;
using Tandem.Network.Signalling;

namespace Tandem.Network.Relay;

/// <summary>
/// The system calls of the relay. Those that are made for each packet do not keep the error: it is looked at for none of them,
/// and fetching it would cost more than the rest of the call's envelope. To leave out the collector's transition too was
/// measured, and saves a three-hundredth of a packet's cost at most: not worth holding up a collection for a packet's way.
/// </summary>
internal static unsafe partial class RelayCalls
{
    internal const int Datagrams = 2;
    internal const int SoReuseAddress = 2;
    internal const int LevelIp = 0;
    internal const int IpTypeOfService = 1;
    internal const int IpPacketInfo = 8;
    internal const int LevelIpv6 = 41;
    internal const int Ipv6Only = 26;
    internal const int Ipv6ReceivePacketInfo = 49;
    internal const int Ipv6PacketInfo = 50;
    internal const int Ipv6TrafficClass = 67;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, SocketName* name, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, SocketName* name, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", EntryPoint = "recv")]
    internal static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    internal static partial nint ReceiveFrom(int socket, byte* buffer, nuint length, int flags, SocketName* name, uint* nameLength);

    [LibraryImport("libc", EntryPoint = "recvmsg")]
    internal static partial nint ReceiveMessage(int socket, Libc.Header* message, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    internal static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendmsg")]
    internal static partial nint SendMessage(int socket, Libc.Header* message, int flags);

    /// <summary>Sets a number as an option; false when the system will not.</summary>
    internal static bool TrySetOption(int socket, int level, int name, int value) => SetOption(socket, level, name, &value, sizeof(int)) == 0;
}

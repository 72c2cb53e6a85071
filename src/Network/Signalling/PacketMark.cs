using System.Net.Sockets;

namespace Tandem.Network.Signalling;

/// <summary>Marks the packets of a socket for the routers on their way: the TOS byte of IPv4, the traffic class of IPv6 (RFC 2474).</summary>
internal static class PacketMark
{
    private const int LevelIpv6 = 41;
    private const int TrafficClass = 67;

    /// <summary>Sets the byte. A socket that has gone, or a system that will not, goes without.</summary>
    internal static void Set(Socket socket, byte tos)
    {
        try
        {
            if (socket.AddressFamily == AddressFamily.InterNetwork) socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, tos);
            else if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(LevelIpv6, TrafficClass, BitConverter.GetBytes((int)tos));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The mark is a wish: without it messages travel like any others.
        }
    }
}

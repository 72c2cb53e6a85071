using System.Net;
using System.Net.Sockets;

namespace Tandem.Interop.Tests.Running;

/// <summary>Ports for programs that cannot choose one themselves and say which.</summary>
public static class FreePort
{
    /// <summary>A UDP port that is free at an address now.</summary>
    public static int On(string address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

using System.Net;
using System.Net.Sockets;

namespace Tandem.Interop.Tests.Running;

/// <summary>Ports for programs that cannot choose one themselves and say which.</summary>
public static class FreePort
{
    /// <summary>A port that is free at an address now, for UDP and for TCP.</summary>
    public static int On(string address)
    {
        var ip = IPAddress.Parse(address);
        while (true)
        {
            using var datagrams = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            datagrams.Bind(new IPEndPoint(ip, 0));
            var port = ((IPEndPoint)datagrams.LocalEndPoint!).Port;
            if (IsFreeForConnections(ip, port)) return port;
        }
    }

    private static bool IsFreeForConnections(IPAddress ip, int port)
    {
        using var connections = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            connections.Bind(new IPEndPoint(ip, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

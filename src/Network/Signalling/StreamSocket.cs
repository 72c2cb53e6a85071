using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>How the sockets of TCP, TLS and WebSocket are set up.</summary>
internal static class StreamSocket
{
    private const int Backlog = 512;
    private const int SoReuseAddress = 2;

    /// <summary>Binds a listening socket of one address family.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    internal static Socket Listen(in IpEndpoint local)
    {
        var socket = New(local);
        try
        {
            // So that a restart need not wait for the connections of the last run; .NET's own option would also let another
            // program bind the same port.
            if (OperatingSystem.IsLinux()) socket.SetRawSocketOption(Libc.SolSocket, SoReuseAddress, BitConverter.GetBytes(1));
            socket.Bind(local.ToIPEndPoint());
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A socket for a connection to an address.</summary>
    internal static Socket New(in IpEndpoint address)
    {
        var family = address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (!address.IsV4) socket.DualMode = false;
        return socket;
    }

    /// <summary>Sets the options of a connection. The kernel probes a silent peer after two minutes, so that NATs keep it too.</summary>
    internal static void Prepare(Socket socket, ConnectionOptions options)
    {
        PacketMark.Set(socket, options.PacketMark());
        socket.NoDelay = true;
        socket.SendBufferSize = options.KernelBuffer;
        socket.ReceiveBufferSize = options.KernelBuffer;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 120);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
    }
}

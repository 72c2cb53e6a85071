using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Tandem.Network.Relay;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Relay;

/// <summary>A socket that is told the TOS byte, or the traffic class, of each packet it gets (ip(7) IP_RECVTOS, ipv6(7) IPV6_RECVTCLASS).</summary>
internal sealed unsafe class MarkReader : IDisposable
{
    private const int ReceiveTos = 13;
    private const int ReceiveTrafficClass = 66;

    private readonly Socket _socket;

    internal MarkReader(string address)
    {
        var ip = IPAddress.Parse(address);
        var v6 = ip.AddressFamily == AddressFamily.InterNetworkV6;
        _socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.SetRawSocketOption(v6 ? RelayCalls.LevelIpv6 : RelayCalls.LevelIp, v6 ? ReceiveTrafficClass : ReceiveTos, BitConverter.GetBytes(1));
        _socket.Bind(new IPEndPoint(ip, 0));
    }

    internal IpEndpoint Address => IpEndpoint.From(((IPEndPoint)_socket.LocalEndPoint!).Address, ((IPEndPoint)_socket.LocalEndPoint!).Port);

    internal void Send(ReadOnlySpan<byte> packet, int port) =>
        _socket.SendTo(packet, new IPEndPoint(((IPEndPoint)_socket.LocalEndPoint!).Address, port));

    /// <summary>Waits for a packet and reads its mark.</summary>
    internal byte ReceiveMark()
    {
        Assert.True(_socket.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead));
        var bytes = stackalloc byte[2048];
        var control = stackalloc byte[64];
        var piece = new Libc.Piece { Start = bytes, Length = 2048 };
        var header = new Libc.Header { Pieces = &piece, PieceCount = 1, Control = control, ControlLength = 64 };
        Assert.True(RelayCalls.ReceiveMessage((int)_socket.Handle, &header, 0) > 0);
        Assert.True(header.ControlLength > 16);
        return control[16]; // struct cmsghdr is 16 bytes; the byte follows it, alone or as the low byte of a number
    }

    public void Dispose() => _socket.Dispose();
}

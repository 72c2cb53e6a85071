using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Relay;

/// <summary>A party of a call as far as media goes: a socket that sends to the relay and hears what comes back.</summary>
internal sealed class MediaPeer : IDisposable
{
    internal const int RtpLength = 172;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[4096];
    private readonly uint _ssrc;

    internal MediaPeer(string address = "127.0.0.1", int port = 0, uint ssrc = 0x1234)
    {
        var ip = IPAddress.Parse(address);
        _socket = new Socket(ip.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000, ReceiveBufferSize = 1 << 20 };
        _socket.Bind(new IPEndPoint(ip, port));
        _ssrc = ssrc;
    }

    /// <summary>Where it sends from and hears.</summary>
    internal IpEndpoint Address => IpEndpoint.From(((IPEndPoint)_socket.LocalEndPoint!).Address, ((IPEndPoint)_socket.LocalEndPoint!).Port);

    /// <summary>The next sequence number.</summary>
    internal ushort Sequence { get; set; } = 100;

    internal bool HasNothing => _socket.Available == 0;

    /// <summary>Sends the next packet of 20 ms of voice and returns it.</summary>
    internal byte[] SendRtp(int port, byte payloadType = 8, string to = "")
    {
        var packet = Rtp(Sequence++, payloadType);
        Send(packet, port, to);
        return packet;
    }

    internal void Send(ReadOnlySpan<byte> bytes, int port, string to = "")
    {
        var own = (IPEndPoint)_socket.LocalEndPoint!;
        _socket.SendTo(bytes, new IPEndPoint(to.Length > 0 ? IPAddress.Parse(to) : own.Address, port));
    }

    /// <summary>Waits for a datagram.</summary>
    internal byte[] Receive() => Receive(out _);

    /// <summary>Waits for a datagram and says where it came from.</summary>
    internal byte[] Receive(out IpEndpoint from)
    {
        EndPoint source = new IPEndPoint(_socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var length = _socket.ReceiveFrom(_buffer, ref source);
        from = IpEndpoint.From(((IPEndPoint)source).Address, ((IPEndPoint)source).Port);
        return _buffer[..length];
    }

    internal byte[] Rtp(ushort sequence, byte payloadType)
    {
        var packet = new byte[RtpLength];
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), sequence * 160u);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _ssrc);
        packet.AsSpan(12).Fill((byte)sequence);
        return packet;
    }

    public void Dispose() => _socket.Dispose();
}

using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Capture;

/// <summary>Sends copies of messages to a capture server over UDP. It never waits; what cannot be sent at once is dropped and counted. One thread.</summary>
public sealed class HepSender : IDisposable
{
    // A datagram's greatest payload; what is longer cannot be sent in one piece.
    private const int MaxPacket = 65_507;

    private readonly Socket _socket;
    private readonly uint _agent;
    private readonly byte[] _packet = new byte[HepPacket.MaxHeadLength + ushort.MaxValue];

    /// <summary>Makes a sender.</summary>
    /// <param name="server">The capture server.</param>
    /// <param name="agent">The number of this capture agent.</param>
    /// <exception cref="SocketException">There is no way to the server.</exception>
    public HepSender(in IpEndpoint server, uint agent)
    {
        Server = server;
        _agent = agent;
        _socket = new Socket(server.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            _socket.Connect(server.ToIPEndPoint());
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>The capture server.</summary>
    public IpEndpoint Server { get; }

    /// <summary>Packets sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Packets dropped: too long, or the system would not take them.</summary>
    public long Dropped { get; private set; }

    /// <summary>Sends one message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="correlation">What messages of one call have in common, at most 64 bytes.</param>
    public void Send(in CapturedMessage message, ReadOnlySpan<byte> correlation)
    {
        var length = message.Bytes.Length > ushort.MaxValue ? int.MaxValue : HepPacket.Write(_packet, message, _agent, correlation);
        if (length <= MaxPacket && TrySend(length)) Sent++;
        else Dropped++;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private bool TrySend(int length)
    {
        // The error of an earlier packet (nobody listens there) is told by the next call, which then did not send.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            _socket.Send(_packet.AsSpan(0, length), SocketFlags.None, out var error);
            if (error == SocketError.Success) return true;
            if (error != SocketError.ConnectionRefused) return false;
        }
        return false;
    }
}

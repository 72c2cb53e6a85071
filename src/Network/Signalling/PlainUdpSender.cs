using System.Net;
using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Sends datagrams one by one through the platform's socket.</summary>
internal sealed class PlainUdpSender(Socket socket, UdpOptions options, UdpCounters counters)
    : UdpSender(socket.AddressFamily == AddressFamily.InterNetwork, options.BatchSize, counters)
{
    private readonly (IpEndpoint To, int Offset, int Length)[] _pending = new (IpEndpoint, int, int)[options.BatchSize];
    private readonly SocketAddress _to = socket.LocalEndPoint!.Serialize();

    protected override void Queue(int index, in IpEndpoint to, int offset, int length) => _pending[index] = (to, offset, length);

    protected override void SendPending()
    {
        for (var i = 0; i < Pending; i++)
        {
            var (to, offset, length) = _pending[i];
            Address(to);
            if (TrySend(Arena.AsSpan(offset, length))) Counters.Sent++;
            else Counters.SendDrops++;
        }
    }

    // The family at the start is the socket's own, in the form this system writes it; port and address follow.
    private void Address(in IpEndpoint to)
    {
        SocketName name = default;
        var length = (int)name.Set(to);
        ((ReadOnlySpan<byte>)name)[2..length].CopyTo(_to.Buffer.Span[2..]);
    }

    private bool TrySend(ReadOnlySpan<byte> datagram)
    {
        for (var patience = PatienceMilliseconds; ; patience--)
        {
            try
            {
                socket.SendTo(datagram, SocketFlags.None, _to);
                return true;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && patience > 0)
            {
                socket.Poll(1000, SelectMode.SelectWrite);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused && patience > 0)
            {
                Counters.SendErrors++; // an ICMP answer to an earlier datagram
            }
            catch (SocketException)
            {
                Counters.SendErrors++;
                return false;
            }
        }
    }
}

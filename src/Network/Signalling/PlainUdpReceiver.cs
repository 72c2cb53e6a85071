using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>Reads datagrams one by one through the platform's socket: slower than batches, and runs on every system.</summary>
internal sealed class PlainUdpReceiver(Socket socket, ushort listener, UdpOptions options, UdpCounters counters)
    : UdpReceiver(listener, options, counters)
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(options.MaxDatagram + 1, pinned: true);
    private readonly SocketAddress _from = new(socket.AddressFamily);

    internal override int Receive(ISignallingReceiver receiver)
    {
        var now = Stopwatch.GetTimestamp();
        var count = 0;
        // Asked first because an empty socket answers a read with an exception.
        while (count < Options.BatchSize && socket.Poll(0, SelectMode.SelectRead))
        {
            count++;
            if (TryRead(out var length)) Deliver(receiver, Sender(), _buffer, 0, length, now);
        }
        return count;
    }

    private bool TryRead(out int length)
    {
        try
        {
            length = socket.ReceiveFrom(_buffer.AsSpan(), SocketFlags.None, _from);
            return true;
        }
        catch (SocketException e)
        {
            length = 0;
            // Windows reports a datagram longer than the buffer as an error, other systems by the length.
            if (e.SocketErrorCode == SocketError.MessageSize) Counters.Truncated++;
            else Counters.ReceiveErrors++;
            return false;
        }
    }

    // Past its family (written differently by each system) a socket address is laid out alike: port, then the address.
    private IpEndpoint Sender()
    {
        var bytes = _from.Buffer.Span;
        var port = (ushort)(bytes[2] << 8 | bytes[3]);
        return socket.AddressFamily == AddressFamily.InterNetwork
            ? IpEndpoint.FromBytes(bytes.Slice(4, 4), port)
            : IpEndpoint.FromBytes(bytes.Slice(8, 16), port);
    }
}

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using Tandem.Sip.Flows;

namespace Tandem.Network.Dns;

/// <summary>
/// Asks the system's name servers: over UDP, and again over TCP when the answer is too long (RFC 1035 §4.2, RFC 7766). Each
/// question has a socket and a number of its own, drawn anew, so that an answer cannot be forged by who does not see it.
/// </summary>
internal sealed class DnsClient(Func<ResolvConf> configuration)
{
    private const int MaxMessage = ushort.MaxValue;

    // A forger's datagrams must not keep a question waiting for ever; the time does that, and this keeps the work small.
    private const int MostForeign = 1000;

    /// <summary>Asks until a server answers. The last server's refusal, or silence, comes back when none does.</summary>
    public async Task<DnsReply> AskAsync(DnsQuestion question, CancellationToken stop)
    {
        var settings = configuration();
        var reply = new DnsReply(DnsReplyKind.Silent, []);
        for (var attempt = 0; attempt < settings.Attempts; attempt++)
        {
            foreach (var server in settings.Servers)
            {
                reply = await AskAsync(server, question, settings.Timeout, stop);
                if (reply.Kind == DnsReplyKind.Answered) return reply;
            }
        }
        return reply;
    }

    private static async Task<DnsReply> AskAsync(IpEndpoint server, DnsQuestion question, TimeSpan timeout, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(timeout);
        try
        {
            var reply = await AskOverUdpAsync(server, question, patience.Token);
            return reply.Kind == DnsReplyKind.Truncated ? await AskOverTcpAsync(server, question, patience.Token) : reply;
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException or IOException || e is OperationCanceledException && !stop.IsCancellationRequested)
        {
            return new DnsReply(DnsReplyKind.Silent, []);
        }
    }

    private static async Task<DnsReply> AskOverUdpAsync(IpEndpoint server, DnsQuestion question, CancellationToken stop)
    {
        using var socket = new Socket(FamilyOf(server), SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server.ToIPEndPoint(), stop); // what others send does not reach a connected socket
        var id = DrawId();
        var buffer = new byte[MaxMessage];
        var length = question.Write(buffer, id);
        await socket.SendAsync(buffer.AsMemory(0, length), stop);
        for (var i = 0; i < MostForeign; i++)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            var reply = DnsReply.Read(buffer.AsSpan(0, received), id, question);
            if (reply.Kind != DnsReplyKind.Foreign) return reply;
        }
        return new DnsReply(DnsReplyKind.Silent, []);
    }

    // Over TCP two bytes with its length stand before each message (RFC 1035 §4.2.2).
    private static async Task<DnsReply> AskOverTcpAsync(IpEndpoint server, DnsQuestion question, CancellationToken stop)
    {
        using var socket = new Socket(FamilyOf(server), SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.ToIPEndPoint(), stop);
        using var stream = new NetworkStream(socket);
        var id = DrawId();
        var buffer = new byte[2 + MaxMessage];
        var length = question.Write(buffer.AsSpan(2), id);
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)length);
        await stream.WriteAsync(buffer.AsMemory(0, 2 + length), stop);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), stop);
        length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, length), stop);
        var reply = DnsReply.Read(buffer.AsSpan(0, length), id, question);
        return reply.Kind is DnsReplyKind.Foreign or DnsReplyKind.Truncated ? new DnsReply(DnsReplyKind.Refused, [], 1) : reply;
    }

    private static AddressFamily FamilyOf(in IpEndpoint server) => server.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;

    private static ushort DrawId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}

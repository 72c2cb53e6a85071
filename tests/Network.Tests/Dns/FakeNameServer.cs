using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Network.Dns;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Dns;

/// <summary>A name server on this machine, over UDP and TCP, with a zone that a test writes.</summary>
internal sealed class FakeNameServer : IDisposable
{
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly Dictionary<(string Name, DnsType Type), List<(DnsType Type, byte[] Data)>> _zone = [];

    public FakeNameServer()
    {
        (_udp, _tcp) = OpenBoth();
        Address = IpEndpoint.From(IPAddress.Loopback, ((IPEndPoint)_udp.LocalEndPoint!).Port);
        _ = Task.Run(ServeUdp);
        _ = Task.Run(ServeTcp);
    }

    public IpEndpoint Address { get; }

    /// <summary>The types that it does not answer at all.</summary>
    public HashSet<DnsType> Silent { get; } = [];

    /// <summary>The response codes by type.</summary>
    public Dictionary<DnsType, int> Codes { get; } = [];

    /// <summary>True to say over UDP that the answer is too long.</summary>
    public bool TooLongForUdp { get; set; }

    /// <summary>What is done to an answer before it is sent over UDP; more than one datagram may come of it.</summary>
    public Func<byte[], IEnumerable<byte[]>> Forge { get; set; } = answer => [answer];

    /// <summary>What was asked, as "TYPE name", with "tcp " before it for TCP.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public FakeNameServer A(string name, string address) => Add(name, DnsType.A, IPAddress.Parse(address).GetAddressBytes());

    public FakeNameServer Aaaa(string name, string address) => Add(name, DnsType.Aaaa, IPAddress.Parse(address).GetAddressBytes());

    public FakeNameServer Srv(string name, ushort priority, ushort weight, ushort port, string target) =>
        Add(name, DnsType.Srv, [.. Number(priority), .. Number(weight), .. Number(port), .. Name(target)]);

    public FakeNameServer Naptr(string name, ushort order, ushort preference, string flags, string services, string replacement) =>
        Add(name, DnsType.Naptr, [.. Number(order), .. Number(preference), .. Text(flags), .. Text(services), .. Text(""), .. Name(replacement)]);

    /// <summary>An alias that comes with the records of the name it stands for.</summary>
    public FakeNameServer Cname(string name, DnsType type, string target)
    {
        _zone[(name, type)] = [(DnsType.Cname, Name(target)), .. _zone[(target, type)]];
        return this;
    }

    public void Dispose()
    {
        _udp.Dispose();
        _tcp.Dispose();
    }

    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => Text(label)), 0];

    public static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    // The port that is free for one protocol may be in use for the other.
    private static (Socket Udp, TcpListener Tcp) OpenBoth()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(tcp.LocalEndpoint);
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private FakeNameServer Add(string name, DnsType type, byte[] data)
    {
        if (!_zone.TryGetValue((name, type), out var records)) _zone[(name, type)] = records = [];
        records.Add((type, data));
        return this;
    }

    private async Task ServeUdp()
    {
        var buffer = new byte[2000];
        try
        {
            while (true)
            {
                var query = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                if (Answer(buffer.AsSpan(0, query.ReceivedBytes), isTcp: false) is not { } answer) continue;
                foreach (var datagram in Forge(answer)) await _udp.SendToAsync(datagram, query.RemoteEndPoint);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcp()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync();
                var length = new byte[2];
                await client.GetStream().ReadExactlyAsync(length);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await client.GetStream().ReadExactlyAsync(query);
                if (Answer(query, isTcp: true) is { } answer) await client.GetStream().WriteAsync(new[] { Number(answer.Length), answer }.SelectMany(b => b).ToArray());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> query, bool isTcp)
    {
        var reader = new DnsReader(query);
        reader.Take(DnsReader.HeaderLength);
        var (name, type) = (reader.Name(), (DnsType)reader.Number());
        Asked.Enqueue($"{(isTcp ? "tcp " : "")}{type.ToString().ToUpperInvariant()} {name}");
        if (Silent.Contains(type)) return null;
        var code = Codes.GetValueOrDefault(type);
        var truncated = TooLongForUdp && !isTcp;
        IReadOnlyList<(DnsType Type, byte[] Data)> records = truncated || code != 0 ? [] : _zone.GetValueOrDefault((name, type)) ?? [];
        var head = query[..(reader.Position + 2)].ToArray();
        head[2] |= (byte)(0x80 | (truncated ? 2 : 0));
        head[3] = (byte)(0x80 | code);
        Number(records.Count).CopyTo(head, 6);
        return [.. head, .. Records(name, records)];
    }

    // An alias is of the name asked for; what follows it is of the name that it leads to, written as a pointer to it.
    private static IEnumerable<byte> Records(string name, IReadOnlyList<(DnsType Type, byte[] Data)> records)
    {
        IEnumerable<byte> owner = Number(0xC000 + DnsReader.HeaderLength);
        foreach (var (type, data) in records)
        {
            foreach (var b in owner.Concat(Number((int)type)).Concat(Number(1)).Concat(new byte[4]).Concat(Number(data.Length)).Concat(data)) yield return b;
            if (type == DnsType.Cname) owner = data;
        }
    }
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Tandem.Network.Capture;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Capture;

public sealed class HepSenderTests : IDisposable
{
    private static readonly IpEndpoint V4 = IpEndpoint.FromV4(0xC6336407, 5060);
    private static readonly IpEndpoint V6 = new(UInt128.Parse("42540766411282592856903984951653826561"), 5061);

    private readonly UdpClient _server = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly HepSender _sender;

    public HepSenderTests() => _sender = new HepSender(IpEndpoint.From(IPAddress.Loopback, ((IPEndPoint)_server.Client.LocalEndPoint!).Port), 2001);

    public void Dispose()
    {
        _sender.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_message_over_udp_reaches_the_capture_server_with_its_addresses_and_its_call()
    {
        _sender.Send(new CapturedMessage(1_767_268_800_123, SipTransport.Udp, V4, V4.WithPort(5070), "INVITE"u8), "call-1"u8);
        var chunks = await Receive();
        Assert.Equal([2], chunks[1]);
        Assert.Equal([17], chunks[2]);
        Assert.Equal([0xC6, 0x33, 0x64, 0x07], chunks[3]);
        Assert.Equal([0xC6, 0x33, 0x64, 0x07], chunks[4]);
        Assert.Equal((5060, 5070), (BinaryPrimitives.ReadUInt16BigEndian(chunks[7]), BinaryPrimitives.ReadUInt16BigEndian(chunks[8])));
        Assert.Equal(1_767_268_800u, BinaryPrimitives.ReadUInt32BigEndian(chunks[9]));
        Assert.Equal(123_000u, BinaryPrimitives.ReadUInt32BigEndian(chunks[10]));
        Assert.Equal([1], chunks[11]);
        Assert.Equal(2001u, BinaryPrimitives.ReadUInt32BigEndian(chunks[12]));
        Assert.Equal("INVITE"u8, chunks[15]);
        Assert.Equal("call-1"u8, chunks[17]);
        Assert.Equal(1, _sender.Sent);
    }

    [Fact]
    public async Task A_message_over_tls_and_ipv6_is_told_as_one_of_tcp()
    {
        _sender.Send(new CapturedMessage(0, SipTransport.Tls, V6, V6.WithPort(9), "BYE"u8), "c"u8);
        var chunks = await Receive();
        Assert.Equal([10], chunks[1]);
        Assert.Equal([6], chunks[2]);
        Assert.Equal(V6.Address, BinaryPrimitives.ReadUInt128BigEndian(chunks[5]));
        Assert.Equal(V6.Address, BinaryPrimitives.ReadUInt128BigEndian(chunks[6]));
        Assert.False(chunks.ContainsKey(3));
    }

    [Fact]
    public void What_is_too_long_is_dropped_and_counted()
    {
        _sender.Send(new CapturedMessage(0, SipTransport.Tcp, V4, V4, new byte[65_535]), "c"u8);
        _sender.Send(new CapturedMessage(0, SipTransport.Tcp, V4, V4, new byte[70_000]), "c"u8);
        Assert.Equal((0, 2), (_sender.Sent, _sender.Dropped));
    }

    [Fact]
    public void A_server_that_is_not_there_stops_nothing()
    {
        _server.Dispose();
        for (var i = 0; i < 10; i++) _sender.Send(new CapturedMessage(0, SipTransport.Udp, V4, V4, "BYE"u8), "c"u8);
        Assert.Equal(10, _sender.Sent + _sender.Dropped);
    }

    [Fact]
    public void Sending_allocates_nothing()
    {
        var bytes = new byte[800];
        Send();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Send();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Send() => _sender.Send(new CapturedMessage(0, SipTransport.Udp, V4, V4, bytes), "c"u8);
    }

    private async Task<Dictionary<int, byte[]>> Receive()
    {
        var packet = (await _server.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(10))).Buffer;
        Assert.Equal("HEP3"u8, packet[..4]);
        Assert.Equal(packet.Length, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4)));
        var chunks = new Dictionary<int, byte[]>();
        for (var at = 6; at < packet.Length; at += BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 4)))
        {
            Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at)));
            chunks.Add(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 2)), packet[(at + 6)..(at + BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at + 4)))]);
        }
        return chunks;
    }
}

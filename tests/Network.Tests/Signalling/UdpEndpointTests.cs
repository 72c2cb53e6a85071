using System.Net;
using System.Net.Sockets;
using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

public sealed class UdpEndpointTests
{
    private static readonly IpEndpoint LoopbackV4 = IpEndpoint.From(IPAddress.Loopback, 0);
    private static readonly IpEndpoint LoopbackV6 = IpEndpoint.From(IPAddress.IPv6Loopback, 0);

    public static TheoryData<bool> Modes => new(true, false);

    [Theory, MemberData(nameof(Modes))]
    public void A_datagram_arrives_with_its_source_and_listener(bool batches)
    {
        using var endpoint = Open(batches, listener: 7);
        using var phone = Phone(AddressFamily.InterNetwork);
        phone.SendTo("REGISTER"u8, endpoint.Local.ToIPEndPoint());

        var receiver = ReceiveAtLeast(endpoint, 1);

        var (flow, bytes, timestamp) = Assert.Single(receiver.Messages);
        Assert.Equal(new Flow(SipTransport.Udp, 7, AddressOf(phone)), flow);
        Assert.Equal("REGISTER"u8, bytes);
        Assert.True(timestamp > 0);
        Assert.Equal(1, endpoint.Received);
    }

    [Theory, MemberData(nameof(Modes))]
    public void An_answer_reaches_the_source(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);

        Send(endpoint, AddressOf(phone), "SIP/2.0 200 OK");
        endpoint.Flush();

        Assert.Equal("SIP/2.0 200 OK", Read(phone));
        Assert.Equal(1, endpoint.Sent);
    }

    [Theory, MemberData(nameof(Modes))]
    public void IPv6_works_both_ways(bool batches)
    {
        using var endpoint = Open(batches, LoopbackV6);
        using var phone = Phone(AddressFamily.InterNetworkV6);
        phone.SendTo("REGISTER"u8, endpoint.Local.ToIPEndPoint());

        var (flow, _, _) = Assert.Single(ReceiveAtLeast(endpoint, 1).Messages);
        Assert.Equal(AddressOf(phone), flow.Remote);
        Send(endpoint, flow.Remote, "answer");
        endpoint.Flush();

        Assert.Equal("answer", Read(phone));
    }

    [Theory, MemberData(nameof(Modes))]
    public void The_wildcards_of_both_families_share_a_port(bool batches)
    {
        using var v4 = Open(batches, IpEndpoint.From(IPAddress.Any, 0));
        using var v6 = Open(batches, IpEndpoint.From(IPAddress.IPv6Any, v4.Local.Port));
        using var phone = Phone(AddressFamily.InterNetwork);
        phone.SendTo("x"u8, new IPEndPoint(IPAddress.Loopback, v4.Local.Port));

        Assert.Single(ReceiveAtLeast(v4, 1).Messages);
        Assert.Equal(0, v6.ReceiveBatch(new RecordingReceiver()));
    }

    [Theory, MemberData(nameof(Modes))]
    public void More_datagrams_than_a_batch_arrive_in_order_over_several_reads(bool batches)
    {
        using var endpoint = Open(batches, options: new UdpOptions { BatchSize = 8 });
        using var phone = Phone(AddressFamily.InterNetwork);
        for (var i = 0; i < 20; i++) phone.SendTo(Encoding.ASCII.GetBytes($"{i}"), endpoint.Local.ToIPEndPoint());

        var receiver = new RecordingReceiver();
        Assert.Equal(8, endpoint.ReceiveBatch(receiver));
        Assert.Equal(8, endpoint.ReceiveBatch(receiver));
        Assert.Equal(4, endpoint.ReceiveBatch(receiver));
        Assert.Equal(0, endpoint.ReceiveBatch(receiver));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), receiver.Texts);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_full_batch_is_sent_without_a_flush(bool batches)
    {
        using var endpoint = Open(batches, options: new UdpOptions { BatchSize = 4 });
        using var phone = Phone(AddressFamily.InterNetwork);

        for (var i = 0; i < 5; i++) Send(endpoint, AddressOf(phone), $"{i}");

        Assert.Equal(4, endpoint.Sent);
        endpoint.Flush();
        Assert.Equal(["0", "1", "2", "3", "4"], Enumerable.Range(0, 5).Select(_ => Read(phone)));
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_full_arena_is_sent_without_a_flush_and_nothing_is_overwritten(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);
        phone.ReceiveBufferSize = 4 << 20;

        for (var i = 0; i < 6; i++) Send(endpoint, AddressOf(phone), new string((char)('a' + i), 60_000));
        endpoint.Flush();

        for (var i = 0; i < 6; i++) Assert.Equal(new string((char)('a' + i), 60_000), Read(phone));
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_reservation_that_is_not_sent_is_reserved_again(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);
        "dropped"u8.CopyTo(endpoint.Reserve());

        Send(endpoint, AddressOf(phone), "sent");
        endpoint.Flush();

        Assert.Equal("sent", Read(phone));
        Assert.Equal(1, endpoint.Sent);
    }

    [Theory, MemberData(nameof(Modes))]
    public void The_longest_datagram_IPv4_can_carry_arrives_whole(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);
        var longest = new byte[65_507];
        Random.Shared.NextBytes(longest);
        phone.SendTo(longest, endpoint.Local.ToIPEndPoint());

        Assert.Equal(longest, Assert.Single(ReceiveAtLeast(endpoint, 1).Messages).Bytes);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_datagram_of_the_limit_is_taken_and_one_byte_more_is_dropped_and_counted(bool batches)
    {
        using var endpoint = Open(batches, options: new UdpOptions { MaxDatagram = 1000 });
        using var phone = Phone(AddressFamily.InterNetwork);
        phone.SendTo(new byte[1001], endpoint.Local.ToIPEndPoint());
        phone.SendTo(new byte[1000], endpoint.Local.ToIPEndPoint());

        var receiver = ReceiveAtLeast(endpoint, 1);

        Assert.Equal(1000, Assert.Single(receiver.Messages).Bytes.Length);
        Assert.Equal(1, endpoint.Truncated);
        Assert.Equal(1, endpoint.Received);
    }

    [Theory, MemberData(nameof(Modes))]
    public void An_empty_datagram_is_delivered_and_does_not_stop_the_next(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);
        phone.SendTo(Array.Empty<byte>(), endpoint.Local.ToIPEndPoint());
        phone.SendTo("x"u8, endpoint.Local.ToIPEndPoint());

        Assert.Equal(["", "x"], ReceiveAtLeast(endpoint, 2).Texts);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_destination_that_cannot_be_reached_costs_only_its_own_datagram(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);

        Send(endpoint, LoopbackV4, "to port 0");
        Send(endpoint, LoopbackV6.WithPort(5060), "to the other family");
        Send(endpoint, AddressOf(phone), "to the phone");
        endpoint.Flush();

        Assert.Equal("to the phone", Read(phone));
        Assert.Equal(1, endpoint.Sent);
        Assert.Equal(2, endpoint.SendDrops);
    }

    [Theory, MemberData(nameof(Modes))]
    public void A_phone_that_went_away_disturbs_nobody(bool batches)
    {
        using var endpoint = Open(batches);
        using var phone = Phone(AddressFamily.InterNetwork);
        IpEndpoint gone;
        using (var leaving = Phone(AddressFamily.InterNetwork)) gone = AddressOf(leaving);

        for (var i = 0; i < 10; i++)
        {
            Send(endpoint, gone, "nobody reads this");
            endpoint.Flush();
            Send(endpoint, AddressOf(phone), $"{i}");
            endpoint.Flush();
            Assert.Equal($"{i}", Read(phone));
        }
        phone.SendTo("still here"u8, endpoint.Local.ToIPEndPoint());
        Assert.Equal(["still here"], ReceiveAtLeast(endpoint, 1).Texts);
    }

    [Theory, MemberData(nameof(Modes))]
    public void The_sockets_of_two_shards_share_an_address_and_keep_each_source_with_one(bool batches)
    {
        using var first = Open(batches);
        using var second = Open(batches, first.Local);
        Assert.Equal(first.Local, second.Local);
        var phones = Enumerable.Range(0, 40).Select(_ => Phone(AddressFamily.InterNetwork)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            foreach (var phone in phones) phone.SendTo("x"u8, first.Local.ToIPEndPoint());
        }

        var atFirst = new RecordingReceiver();
        var atSecond = new RecordingReceiver();
        Until(() => first.ReceiveBatch(atFirst) + second.ReceiveBatch(atSecond) >= 0
            && atFirst.Messages.Count + atSecond.Messages.Count == 120);

        var firstSources = atFirst.Messages.Select(m => m.Flow.Remote).ToHashSet();
        var secondSources = atSecond.Messages.Select(m => m.Flow.Remote).ToHashSet();
        Assert.NotEmpty(firstSources);
        Assert.NotEmpty(secondSources);
        Assert.False(firstSources.Overlaps(secondSources));
        foreach (var phone in phones) phone.Dispose();
    }

    [Theory, MemberData(nameof(Modes))]
    public void In_steady_state_a_datagram_allocates_nothing(bool batches)
    {
        using var endpoint = Open(batches);
        var echo = new EchoReceiver(endpoint);
        var self = endpoint.Local;
        for (var i = 0; i < 32; i++) Send(endpoint, self, "REGISTER sip:example.com SIP/2.0");
        endpoint.Flush();
        // Code that is compiled anew while it runs may allocate once; what a datagram costs shows in every round.
        var rounds = Enumerable.Range(0, 5).Select(_ => AllocatedBy(() => Turn(endpoint, echo, 5_000))).ToArray();

        Assert.Contains(0, rounds);
    }

    [Fact]
    public void A_receive_buffer_that_the_kernel_cut_is_warned_about_with_the_remedy()
    {
        using var endpoint = Open(true, options: new UdpOptions { ReceiveBuffer = int.MaxValue });
        using var modest = Open(true, options: new UdpOptions { ReceiveBuffer = 64 << 10 });

        Assert.Contains($"sysctl -w net.core.rmem_max={int.MaxValue}", endpoint.ReceiveBufferWarning);
        Assert.Null(modest.ReceiveBufferWarning);
        Assert.True(modest.ReceiveBufferGranted >= 64 << 10);
    }

    [Fact]
    public void An_address_in_use_cannot_be_claimed_even_from_one_that_shares_it()
    {
        using var endpoint = Open(true);

        var refusal = Assert.Throws<SocketException>(() => UdpEndpoint.Claim(endpoint.Local));

        Assert.Equal(SocketError.AddressAlreadyInUse, refusal.SocketErrorCode);
    }

    [Fact]
    public void A_claimed_port_can_be_opened()
    {
        var claimed = UdpEndpoint.Claim(LoopbackV4);

        Assert.NotEqual(0, claimed.Port);
        using var endpoint = Open(true, claimed);
        Assert.Equal(claimed, endpoint.Local);
    }

    [Theory]
    [InlineData("127.0.0.1:0", 0, 1)]
    [InlineData("[::1]:0", 41, 67)]
    public void Packets_carry_the_mark_in_force(string local, int level, int option)
    {
        Assert.True(IpEndpoint.TryParse(local, 0, out var address));
        byte mark = 0xa0;
        using var endpoint = Open(true, address, options: new UdpOptions { PacketMark = () => mark });
        Assert.Equal(0xa0, Read());
        mark = 0x68;
        endpoint.MarkPackets();
        Assert.Equal(0x68, Read());

        int Read()
        {
            var value = new byte[4];
            var length = endpoint.Socket.GetRawSocketOption(level, option, value);
            return length == 1 ? value[0] : BitConverter.ToInt32(value);
        }
    }

    private static UdpEndpoint Open(bool batches, IpEndpoint? local = null, ushort listener = 0, UdpOptions? options = null) =>
        UdpEndpoint.Open(listener, local ?? LoopbackV4, (options ?? UdpOptions.Default) with { Batches = batches });

    private static Socket Phone(AddressFamily family)
    {
        var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
        socket.Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, 0));
        return socket;
    }

    private static IpEndpoint AddressOf(Socket socket)
    {
        var local = (IPEndPoint)socket.LocalEndPoint!;
        return IpEndpoint.From(local.Address, local.Port);
    }

    private static string Read(Socket phone)
    {
        var buffer = new byte[65_536];
        return Encoding.ASCII.GetString(buffer, 0, phone.Receive(buffer));
    }

    private static void Send(UdpEndpoint endpoint, IpEndpoint to, string text)
    {
        var length = Encoding.ASCII.GetBytes(text, endpoint.Reserve());
        endpoint.Send(to, length);
    }

    private static RecordingReceiver ReceiveAtLeast(UdpEndpoint endpoint, int count)
    {
        var receiver = new RecordingReceiver();
        Until(() => endpoint.ReceiveBatch(receiver) >= 0 && receiver.Messages.Count >= count);
        return receiver;
    }

    private static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(10)), "It did not happen within 10 s.");

    private static long AllocatedBy(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Turn(UdpEndpoint endpoint, EchoReceiver echo, int datagrams)
    {
        for (var end = echo.Count + datagrams; echo.Count < end;)
        {
            endpoint.ReceiveBatch(echo);
            endpoint.Flush();
        }
    }

    private sealed class EchoReceiver(UdpEndpoint endpoint) : ISignallingReceiver
    {
        internal int Count { get; private set; }

        public void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp)
        {
            buffer.AsSpan(offset, length).CopyTo(endpoint.Reserve());
            endpoint.Send(flow.Remote, length);
            Count++;
        }

        public void ConnectionClosed(in Flow flow) => Assert.Fail("UDP has no connections.");
    }
}

using System.Buffers.Binary;
using Tandem.Media.Relay;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Relay;

/// <summary>Media passes from one side to the other, over real sockets.</summary>
public sealed class RtpRelayTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("::1", "127.0.0.1")]
    public async Task Two_parties_hear_each_other(string callerAddress, string calleeAddress)
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer(callerAddress);
        using var callee = new MediaPeer(calleeAddress);
        var stream = relay.Open(caller, callee);
        // Before and after each side has got a socket of its own.
        for (var i = 0; i < 150; i++)
        {
            Assert.Equal(caller.SendRtp(stream.PortTowards(RelaySide.Caller)), callee.Receive(out var fromCallee));
            Assert.Equal(stream.PortTowards(RelaySide.Callee), fromCallee.Port);
            Assert.Equal(callee.SendRtp(stream.PortTowards(RelaySide.Callee)), caller.Receive(out var fromCaller));
            Assert.Equal(stream.PortTowards(RelaySide.Caller), fromCaller.Port);
        }
        Assert.Equal(150, stream.Read(RelaySide.Caller).Packets);
        Assert.Equal(150 * 160, stream.Read(RelaySide.Callee).Bytes);
        Assert.Equal(callee.Address, stream.Read(RelaySide.Callee).Source);
        Assert.Equal(0, relay.Relay.Refused + relay.Relay.SendErrors + relay.Relay.Faults);
        await Eventually.Is(() => relay.Relay.Relayed == 300);
    }

    [Fact]
    public void A_burst_passes_whole_and_in_order()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee);
        var sent = Enumerable.Range(0, 150).Select(_ => caller.SendRtp(stream.PortTowards(RelaySide.Caller))).ToList();
        Assert.All(sent, packet => Assert.Equal(packet, callee.Receive()));
    }

    [Fact]
    public void The_relay_speaks_from_the_address_that_it_was_spoken_to_at()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        for (var i = 0; i < 100; i++)
        {
            caller.SendRtp(stream.PortTowards(RelaySide.Caller), to: "127.0.0.9");
            callee.Receive();
            callee.SendRtp(stream.PortTowards(RelaySide.Callee));
            caller.Receive(out var from);
            Assert.Equal("127.0.0.9", from.AddressText);
        }
    }

    [Fact]
    public void A_device_behind_NAT_is_found_by_its_packets_when_they_come_from_where_its_signalling_does()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer("127.0.0.7");
        using var callee = new MediaPeer();
        var stream = relay.Open();
        TestRelay.Tell(stream, RelaySide.Callee, callee.Address);
        TestRelay.Tell(stream, RelaySide.Caller, IpEndpoint.FromV4(0x0A000005, 4000), signalling: caller.Address);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee, 1);
        TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller, 100);
        Assert.Equal(caller.Address, stream.Read(RelaySide.Caller).Source);
    }

    [Fact]
    public void Who_has_not_said_where_it_wants_media_is_heard_from_where_its_signalling_comes()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open();
        TestRelay.Tell(stream, RelaySide.Caller, caller.Address);
        TestRelay.Tell(stream, RelaySide.Callee, default, signalling: callee.Address);
        TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller, 3);
        // Its answer is here.
        TestRelay.Tell(stream, RelaySide.Callee, callee.Address);
        TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller, 100);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee, 100);
        Assert.Equal((103, 0), (stream.Read(RelaySide.Callee).Packets, relay.Relay.Refused));
    }

    [Fact]
    public void RTCP_passes_on_the_odd_ports_and_tells_the_round_trip()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open();
        TestRelay.Tell(stream, RelaySide.Caller, caller.Address.WithPort(9), rtcp: caller.Address);
        TestRelay.Tell(stream, RelaySide.Callee, callee.Address.WithPort(9), rtcp: callee.Address);
        var (towardsCaller, towardsCallee) = (stream.PortTowards(RelaySide.Caller) + 1, stream.PortTowards(RelaySide.Callee) + 1);
        Pass(caller, towardsCaller, callee, Report(sentAt: 77, about: 0));
        relay.Clock.Advance(TimeSpan.FromMilliseconds(30));
        Pass(callee, towardsCallee, caller, Report(sentAt: 99, about: 77));
        relay.Clock.Advance(TimeSpan.FromMilliseconds(12));
        Pass(caller, towardsCaller, callee, Report(sentAt: 78, about: 99));
        Assert.Equal(42_000, stream.Read(RelaySide.Caller).RoundTripMicroseconds);
        Assert.Equal(0, stream.Read(RelaySide.Caller).Packets);
    }

    [Fact]
    public void Keys_are_counted_once_each_by_the_number_that_the_one_who_hears_them_gave_them()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        stream.SetCodec(RelaySide.Caller, 8000, 96);
        stream.SetCodec(RelaySide.Callee, 8000, 101);
        foreach (var key in new byte[] { 1, 2 })
        {
            for (var repeat = 0; repeat < 3; repeat++) Pass(caller, stream.PortTowards(RelaySide.Caller), callee, Key(caller, key, 101));
        }
        Pass(callee, stream.PortTowards(RelaySide.Callee), caller, Key(callee, 3, 96));
        Pass(callee, stream.PortTowards(RelaySide.Callee), caller, Key(callee, 4, 101));
        Assert.Equal(2, stream.Read(RelaySide.Caller).DtmfEvents);
        Assert.Equal(1, stream.Read(RelaySide.Callee).DtmfEvents);
    }

    [Fact]
    public void Jitter_goes_by_the_clock_of_the_codec_that_was_agreed_on_last()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        stream.SetCodec(RelaySide.Caller, 48_000, 0);
        stream.SetCodec(RelaySide.Callee, 8_000, 0);
        for (var i = 0; i < 20; i++) Speak();
        Assert.Equal(0, stream.Read(RelaySide.Caller).MaxJitterMicroseconds);
        stream.SetCodec(RelaySide.Callee, 48_000, 0);
        for (var i = 0; i < 20; i++) Speak();
        Assert.True(stream.Read(RelaySide.Caller).JitterMicroseconds > 1_000);

        void Speak()
        {
            TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee, 1);
            // What the callee says takes the relay another turn, so that the caller's next packet comes in a turn that has read the clock anew.
            TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller, 1);
            relay.Clock.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    [Fact]
    public void A_fax_over_UDPTL_passes_and_is_counted_without_being_read()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee, RelayKind.Datagrams);
        Pass(caller, stream.PortTowards(RelaySide.Caller), callee, [0, 1, 2, 3]);
        Pass(caller, stream.PortTowards(RelaySide.Caller), callee, [0, 2]);
        var read = stream.Read(RelaySide.Caller);
        Assert.Equal((2, 6, relay.Clock.NowMs), (read.Packets, read.Bytes, read.LastPacketAt));
    }

    [Fact]
    public void What_is_no_RTP_passes_between_parties_that_are_known_and_makes_nobody_known()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        byte[] zrtp = [0x10, 0, 0, 1, .. "ZRTP"u8];
        caller.Send(zrtp, stream.PortTowards(RelaySide.Caller));
        Pass(caller, stream.PortTowards(RelaySide.Caller), callee, caller.Rtp(1, 8));
        Assert.Equal(1, stream.Read(RelaySide.Caller).Refused);
        Pass(caller, stream.PortTowards(RelaySide.Caller), callee, zrtp);
        Assert.Equal(1, stream.Read(RelaySide.Caller).Packets);
    }

    [Fact]
    public async Task A_side_that_wants_no_media_gets_none_and_is_heard()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee);
        TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller);
        stream.SetRemote(RelaySide.Caller, default, default, caller.Address);
        callee.SendRtp(stream.PortTowards(RelaySide.Callee));
        await Eventually.Is(() => relay.Relay.Homeless == 1);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee);
        callee.SendRtp(stream.PortTowards(RelaySide.Callee));
        await Eventually.Is(() => relay.Relay.Homeless == 2);
        Assert.True(caller.HasNothing);
        TestRelay.Tell(stream, RelaySide.Caller, caller.Address);
        TestRelay.Talk(callee, stream.PortTowards(RelaySide.Callee), caller);
    }

    private static byte[] Key(MediaPeer from, byte key, byte payloadType)
    {
        var packet = from.Rtp((ushort)(100 + key), payloadType)[..16];
        new byte[] { key, 10, 0, 160 }.CopyTo(packet, 12);
        return packet;
    }

    private static void Pass(MediaPeer from, int port, MediaPeer to, byte[] packet)
    {
        from.Send(packet, port);
        Assert.Equal(packet, to.Receive());
    }

    // A sender report with one report block that says when the other's last one came: RFC 3550 §6.4.1.
    private static byte[] Report(uint sentAt, uint about)
    {
        var report = new byte[52];
        report[0] = 0x81;
        report[1] = 200;
        report[3] = 12;
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(10), sentAt);
        BinaryPrimitives.WriteUInt32BigEndian(report.AsSpan(44), about);
        return report;
    }
}

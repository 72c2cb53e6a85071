using Tandem.Media.Relay;
using Tandem.Network.Relay;

namespace Tandem.Network.Tests.Relay;

/// <summary>What a packet costs, and what is written on it.</summary>
public sealed class RelayPathTests
{
    [Fact]
    public async Task Relaying_a_packet_allocates_nothing()
    {
        using var relay = new TestRelay(change: options => options with { Threads = 1 });
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        using var stranger = new MediaPeer("127.0.0.66");
        var stream = relay.Open(caller, callee);
        stream.SetCodec(RelaySide.Callee, 8000, 101);
        var (towardsCaller, towardsCallee) = (stream.PortTowards(RelaySide.Caller), stream.PortTowards(RelaySide.Callee));
        Round();
        await Eventually.Is(() => relay.Relay.Refused == 1_200);
        var before = relay.Relay.AllocatedBytes;
        Round();
        await Eventually.Is(() => relay.Relay.Refused == 2_400);
        Assert.Equal(before, relay.Relay.AllocatedBytes);

        void Round()
        {
            for (var i = 0; i < 1_200; i++)
            {
                caller.SendRtp(towardsCaller, (byte)(i % 10 == 0 ? 101 : 8));
                callee.Receive();
                callee.Send([0x80, 201, 0, 1, 0, 0, 0, 1], towardsCallee + 1);
                stranger.SendRtp(towardsCallee);
            }
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task Packets_carry_the_mark_that_was_in_force_when_their_stream_was_opened(string address)
    {
        using var relay = new TestRelay(ports: 4, options => options with { Threads = 1 });
        using var caller = new MediaPeer(address);
        using var callee = new MarkReader(address);
        foreach (var mark in new byte[] { 0xa0, 0xb8 })
        {
            relay.Relay.PacketMark = mark;
            var stream = relay.Open();
            TestRelay.Tell(stream, RelaySide.Callee, callee.Address);
            TestRelay.Tell(stream, RelaySide.Caller, caller.Address);
            for (var i = 0; i < 100; i++)
            {
                caller.SendRtp(stream.PortTowards(RelaySide.Caller));
                Assert.Equal(mark, callee.ReceiveMark());
                callee.Send(caller.Rtp((ushort)i, 8), stream.PortTowards(RelaySide.Callee));
                caller.Receive();
            }
            stream.Close();
            await Eventually.Is(() => relay.Relay.Sockets == 4); // those for a single peer are gone
            relay.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }
}

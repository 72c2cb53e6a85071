using System.Net.Sockets;
using Tandem.Media.Relay;
using Tandem.Network.Relay;

namespace Tandem.Network.Tests.Relay;

/// <summary>Ports are lent, come back, rest, and never leak.</summary>
public sealed class RelayPortsTests
{
    private const RelayKind Voice = RelayKind.Rtp;

    [Fact]
    public void A_stream_has_an_even_port_towards_each_side_and_takes_four_in_all()
    {
        using var relay = new TestRelay();
        var stream = relay.Open();
        var (caller, callee) = (stream.PortTowards(RelaySide.Caller), stream.PortTowards(RelaySide.Callee));
        Assert.All([caller, callee], port => Assert.True(port % 2 == 0 && relay.Range.HasPair(port)));
        Assert.NotEqual(caller, callee);
        Assert.Equal((1, 4, 36), (relay.Relay.Streams, relay.Relay.PortsLent, relay.Relay.PortsFree));
    }

    [Fact]
    public async Task A_closed_stream_gives_its_ports_back_once_and_lets_nothing_pass()
    {
        using var relay = new TestRelay();
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var stream = relay.Open(caller, callee);
        TestRelay.Talk(caller, stream.PortTowards(RelaySide.Caller), callee);
        stream.Close();
        stream.Close();
        TestRelay.Tell(stream, RelaySide.Caller, callee.Address);
        stream.Forget(RelaySide.Callee);
        Assert.Equal((0, 40), (relay.Relay.PortsLent, relay.Relay.PortsFree));
        await Eventually.Is(() => relay.Relay.Sockets == 4);
        caller.SendRtp(stream.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => relay.Relay.Late == 1);
        Assert.True(callee.HasNothing);
        Assert.Equal(100, stream.Read(RelaySide.Caller).Packets);
    }

    [Fact]
    public void Without_a_free_port_there_is_no_stream_until_a_port_has_come_back_and_rested()
    {
        using var relay = new TestRelay(ports: 8);
        var streams = new[] { relay.Open(), relay.Open() };
        Assert.Null(relay.Relay.Open(Voice));
        streams[0].Close();
        relay.Clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Null(relay.Relay.Open(Voice));
        relay.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(streams[0].PortTowards(RelaySide.Caller), relay.Open().PortTowards(RelaySide.Caller));
        Assert.Null(relay.Relay.Open(Voice));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_smallest_range_has_room_for_a_stream_wherever_it_begins(int offset)
    {
        using var relay = new TestRelay(ports: 6, options => options with
        {
            Ports = new RtpPortRange((ushort)(options.Ports.Lowest + offset), (ushort)(options.Ports.Lowest + offset + 4)),
        });
        Assert.NotNull(relay.Relay.Open(Voice));
        Assert.Null(relay.Relay.Open(Voice));
    }

    [Fact]
    public async Task A_late_packet_of_an_old_call_is_not_heard_in_the_next_one()
    {
        using var relay = new TestRelay(ports: 8, options => options with { Threads = 1 });
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        using var next = new MediaPeer("127.0.0.8");
        _ = relay.Open();
        var old = relay.Open(caller, callee);
        TestRelay.Talk(caller, old.PortTowards(RelaySide.Caller), callee);
        old.Close();
        await Eventually.Is(() => relay.Relay.Sockets == 8); // that for the caller alone is gone
        for (var i = 0; i < 5; i++) caller.SendRtp(old.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => relay.Relay.Late == 5);
        relay.Clock.Advance(TimeSpan.FromSeconds(10));
        var stream = relay.Open(next, callee);
        Assert.Equal(old.PortTowards(RelaySide.Caller), stream.PortTowards(RelaySide.Caller));
        caller.SendRtp(stream.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 1);
        TestRelay.Talk(next, stream.PortTowards(RelaySide.Caller), callee);
        Assert.True(callee.HasNothing);
    }

    [Fact]
    public async Task A_hundred_thousand_streams_leave_no_port_lent_and_no_socket_open()
    {
        using var relay = new TestRelay(ports: 400, options => options with { PairsKeptOpen = 20 });
        using var caller = new MediaPeer();
        using var callee = new MediaPeer();
        var random = new Random(3);
        var open = new List<IRelayStream>();
        var refusals = 0;
        for (var opened = 0; opened < 100_000;)
        {
            if (random.Next(100) < 60 && relay.Relay.Open(Voice) is { } stream)
            {
                opened++;
                open.Add(stream);
                TestRelay.Tell(stream, RelaySide.Caller, caller.Address);
                TestRelay.Tell(stream, RelaySide.Callee, callee.Address);
                if (opened % 100 == 0) caller.SendRtp(stream.PortTowards(RelaySide.Caller));
            }
            else if (open.Count > 0)
            {
                var index = random.Next(open.Count);
                open[index].Close();
                open.RemoveAt(index);
            }
            else
            {
                refusals++;
                relay.Clock.Advance(TimeSpan.FromSeconds(10));
            }
            Assert.Equal(open.Count, relay.Relay.Streams);
        }
        foreach (var stream in open) stream.Close();
        Assert.Equal((0, 400), (relay.Relay.PortsLent, relay.Relay.PortsFree));
        await Eventually.Is(() => relay.Relay.Sockets <= 2 * 2 * 20);
        Assert.InRange(relay.SocketsOfTheKernel, 1, 2 * 2 * 20);
        relay.Relay.Dispose();
        Assert.Equal(0, relay.SocketsOfTheKernel);
        Assert.True(refusals > 0);
    }

    [Fact]
    public void A_port_that_another_program_has_is_gone_over_and_no_other_program_can_have_ours()
    {
        using var relay = new TestRelay(ports: 12, options => options with { Threads = 1 });
        using var other = new MediaPeer("127.0.0.1", relay.Range.Lowest + 1);
        var streams = new[] { relay.Open(), relay.Relay.Open(Voice) };
        Assert.Equal(relay.Range.Lowest + 2, streams[0]!.PortTowards(RelaySide.Caller));
        Assert.NotNull(streams[1]);
        Assert.Null(relay.Relay.Open(Voice));
        Assert.Throws<SocketException>(() => new MediaPeer("127.0.0.1", relay.Range.Lowest + 2));
    }

    [Fact]
    public void A_row_of_ports_that_other_programs_have_costs_no_call_its_media()
    {
        using var relay = new TestRelay(ports: 100, options => options with { Threads = 1 });
        var others = Enumerable.Range(0, 24).Select(pair => new MediaPeer("127.0.0.1", relay.Range.Lowest + 2 * pair + pair % 2)).ToArray();
        Assert.Equal(relay.Range.Lowest + 48, relay.Open().PortTowards(RelaySide.Caller));
        foreach (var other in others) other.Dispose();
        // They are tried again once they have rested.
        relay.Clock.Advance(TimeSpan.FromSeconds(10));
        for (var stream = 1; stream < 25; stream++) relay.Open();
        Assert.Null(relay.Relay.Open(Voice));
    }

    [Fact]
    public async Task Another_range_is_lent_from_at_once_and_open_streams_keep_their_ports()
    {
        using var relay = new TestRelay(ports: 40, options => options with { Ports = new RtpPortRange(options.Ports.Lowest, (ushort)(options.Ports.Lowest + 19)) });
        var (first, second) = (relay.Open(), relay.Open());
        second.Close();
        var upper = new RtpPortRange((ushort)(relay.Range.Lowest + 20), relay.Range.Highest);
        relay.Relay.Use(upper);
        Assert.Equal((4, 20), (relay.Relay.PortsLent, relay.Relay.PortsFree));
        await Eventually.Is(() => relay.Relay.Sockets == 4);
        Assert.True(upper.HasPair(relay.Open().PortTowards(RelaySide.Caller)));
        first.Close();
        Assert.Equal((4, 16), (relay.Relay.PortsLent, relay.Relay.PortsFree));
        await Eventually.Is(() => relay.Relay.Sockets == 4);
    }

    [Theory]
    [InlineData(40_000, 40_003, new[] { 40_000, 40_002 })]
    [InlineData(40_001, 40_004, new[] { 40_002 })]
    [InlineData(40_000, 40_000, new int[0])]
    [InlineData(65_533, 65_535, new[] { 65_534 })]
    public void Pairs_lie_within_the_range_whole(int lowest, int highest, int[] pairs) =>
        Assert.Equal(pairs, new RtpPortRange((ushort)lowest, (ushort)highest).Pairs.Select(port => (int)port));
}

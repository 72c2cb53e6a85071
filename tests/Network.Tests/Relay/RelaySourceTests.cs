using Tandem.Media.Relay;
using Tandem.Media.Rtp;
using Tandem.Network.Relay;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Relay;

/// <summary>Nobody else gets into a call: who is let in, who is refused and counted, and what the refused ones hear.</summary>
public sealed class RelaySourceTests : IDisposable
{
    private readonly TestRelay _relay = new();
    private readonly MediaPeer _caller = new();
    private readonly MediaPeer _callee = new();
    private readonly MediaPeer _stranger = new("127.0.0.66", ssrc: 0x666);

    [Fact]
    public async Task A_stranger_who_sprays_the_ports_hears_nothing_however_early_he_comes()
    {
        var stream = _relay.Open(_caller, _callee);
        foreach (var port in Ports(stream)) _stranger.SendRtp(port);
        await Eventually.Is(() => _relay.Relay.Refused == 4);
        TestRelay.Talk(_caller, stream.PortTowards(RelaySide.Caller), _callee, 1);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), _caller, 1);
        Assert.True(_stranger.HasNothing);
        Assert.Equal(2, stream.Read(RelaySide.Caller).Refused);
        Assert.Equal(2, stream.Read(RelaySide.Callee).Refused);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2_000)]
    public async Task A_packet_that_is_injected_into_a_call_is_refused_and_counted_and_the_call_goes_on(int packetsBefore)
    {
        var stream = _relay.Open(_caller, _callee);
        var port = stream.PortTowards(RelaySide.Caller);
        TestRelay.Talk(_caller, port, _callee, packetsBefore);
        for (var i = 0; i < 10; i++) _stranger.SendRtp(port);
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 10);
        TestRelay.Talk(_caller, port, _callee, 100);
        Assert.Equal(packetsBefore + 100, stream.Read(RelaySide.Caller).Packets);
        Assert.Equal(_caller.Address, stream.Read(RelaySide.Caller).Source);
        Assert.Equal(10, _relay.Relay.Refused);
        Assert.True(_stranger.HasNothing);
    }

    [Fact]
    public async Task Another_port_of_the_same_address_takes_over_while_the_call_is_young_and_the_first_is_silent()
    {
        using var moved = new MediaPeer();
        var stream = _relay.Open(_caller, _callee);
        var port = stream.PortTowards(RelaySide.Caller);
        TestRelay.Talk(_caller, port, _callee, 5);
        moved.SendRtp(port);
        await Eventually.Is(() => _relay.Relay.Refused == 1);
        _relay.Clock.Advance(TimeSpan.FromMilliseconds(SourceLatch.Silence));
        TestRelay.Talk(moved, port, _callee, 1);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), moved, 1);
        Assert.Equal(moved.Address, stream.Read(RelaySide.Caller).Source);
    }

    [Fact]
    public async Task Another_port_of_the_same_address_is_refused_once_the_call_has_gone_on_for_a_while()
    {
        using var neighbour = new MediaPeer();
        var stream = _relay.Open(_caller, _callee);
        var port = stream.PortTowards(RelaySide.Caller);
        TestRelay.Talk(_caller, port, _callee);
        _relay.Clock.Advance(TimeSpan.FromSeconds(10));
        neighbour.SendRtp(port);
        await Eventually.Is(() => _relay.Relay.Refused == 1);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), _caller, 1);
        Assert.True(neighbour.HasNothing);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2_000)]
    public async Task A_new_address_in_the_signalling_moves_the_media_and_the_old_one_is_refused(int packetsBefore)
    {
        using var moved = new MediaPeer("127.0.0.8");
        var stream = _relay.Open(_caller, _callee);
        var port = stream.PortTowards(RelaySide.Caller);
        TestRelay.Talk(_caller, port, _callee, packetsBefore);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), _caller, packetsBefore);
        TestRelay.Tell(stream, RelaySide.Caller, moved.Address);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), moved, 1);
        await Eventually.Is(() => _relay.Relay.Sockets <= 5); // that for the old address alone is gone
        _caller.SendRtp(port);
        await Eventually.Is(() => _relay.Relay.Refused == 1);
        TestRelay.Talk(moved, port, _callee, 100);
        TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), moved, 100);
        Assert.Equal(moved.Address, stream.Read(RelaySide.Caller).Source);
    }

    [Fact]
    public void A_refresh_that_repeats_the_address_changes_nothing()
    {
        var stream = _relay.Open(_caller, _callee);
        for (var refresh = 0; refresh < 3; refresh++)
        {
            TestRelay.Talk(_caller, stream.PortTowards(RelaySide.Caller), _callee);
            TestRelay.Talk(_callee, stream.PortTowards(RelaySide.Callee), _caller);
            TestRelay.Tell(stream, RelaySide.Caller, _caller.Address);
        }
        Assert.Equal(0, stream.Read(RelaySide.Caller).Refused);
    }

    [Fact]
    public async Task A_party_that_left_the_call_is_forgotten()
    {
        var stream = _relay.Open(_caller, _callee);
        TestRelay.Talk(_caller, stream.PortTowards(RelaySide.Caller), _callee);
        stream.Forget(RelaySide.Caller);
        _caller.SendRtp(stream.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 1);
        _callee.SendRtp(stream.PortTowards(RelaySide.Callee));
        await Eventually.Is(() => _relay.Relay.Homeless == 1);
        Assert.True(_caller.HasNothing);
        Assert.Equal(default, stream.Read(RelaySide.Caller).Source);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Keys_by_DTLS_pass_before_the_first_packet_of_voice_and_from_nobody_else(int rtcp)
    {
        var behindNat = IpEndpoint.FromV4(0xC0000207, 4000); // 192.0.2.7
        byte[] hello = [22, 0xFE, 0xFD, .. new byte[40]];
        var stream = _relay.Open();
        TestRelay.Tell(stream, RelaySide.Caller, behindNat, signalling: _caller.Address);
        TestRelay.Tell(stream, RelaySide.Callee, _callee.Address, rtcp: _callee.Address);
        var port = stream.PortTowards(RelaySide.Caller) + rtcp;
        _stranger.Send(hello, port);
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 1);
        _caller.Send(hello, port);
        Assert.Equal(hello, _callee.Receive());
        _callee.Send(hello, stream.PortTowards(RelaySide.Callee) + rtcp);
        Assert.Equal(hello, _caller.Receive());
        _stranger.Send(hello, port);
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 2);
        Assert.Equal(0, stream.Read(RelaySide.Caller).Packets);
        Assert.True(_stranger.HasNothing);
    }

    [Fact]
    public async Task RTCP_from_elsewhere_is_refused()
    {
        var stream = _relay.Open(_caller, _callee);
        _stranger.Send([0x80, 201, 0, 1, 0, 0, 0, 1], stream.PortTowards(RelaySide.Caller) + 1);
        _caller.Send([1, 2, 3], stream.PortTowards(RelaySide.Caller) + 1);
        await Eventually.Is(() => stream.Read(RelaySide.Caller).Refused == 2);
        Assert.Equal(0, _relay.Relay.Relayed);
    }

    [Fact]
    public async Task A_circle_of_calls_does_not_keep_the_relay_busy()
    {
        var first = _relay.Open();
        var second = _relay.Open();
        foreach (var side in new[] { RelaySide.Caller, RelaySide.Callee })
        {
            TestRelay.Tell(first, side, _caller.Address.WithPort(second.PortTowards(side)));
            TestRelay.Tell(second, side, _caller.Address.WithPort(first.PortTowards(side)));
        }
        // Sources that the SDP does not name are let in while the call is young, as those of a phone behind NAT are.
        for (var i = 0; i < 20; i++) _caller.SendRtp(first.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => _relay.Relay.Excess > 0);
        Assert.InRange(_relay.Relay.Relayed, 1, 4 * PacketBudget.PerSecond);
    }

    [Fact]
    public async Task Media_for_this_machine_itself_is_for_parties_on_this_machine()
    {
        var elsewhere = IpEndpoint.FromV4(0xC6336405, 5060); // 198.51.100.5
        var stream = _relay.Open(_caller, _callee);
        TestRelay.Tell(stream, RelaySide.Callee, _callee.Address, signalling: elsewhere);
        _caller.SendRtp(stream.PortTowards(RelaySide.Caller));
        await Eventually.Is(() => _relay.Relay.Relayed + _relay.Relay.SendErrors == 1);
        Assert.True(_callee.HasNothing);
        TestRelay.Tell(stream, RelaySide.Callee, _callee.Address);
        TestRelay.Talk(_caller, stream.PortTowards(RelaySide.Caller), _callee, 1);
    }

    public void Dispose()
    {
        _stranger.Dispose();
        _callee.Dispose();
        _caller.Dispose();
        _relay.Dispose();
    }

    private static int[] Ports(IRelayStream stream) =>
        [.. from side in new[] { RelaySide.Caller, RelaySide.Callee } from offset in new[] { 0, 1 } select stream.PortTowards(side) + offset];
}

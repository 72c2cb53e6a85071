using Tandem.Media.Relay;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Whether media is relayed, and what becomes of the ports (spec: switch §4).</summary>
public sealed class CallMediaTests : CallTest
{
    private readonly TestParty _carrier;

    public CallMediaTests() => _carrier = Carrier("carrier", "203.0.113.20:5060");

    [Theory]
    [InlineData(MediaMode.MustOn, MediaMode.Off, MediaMode.Off, false, true)]
    [InlineData(MediaMode.Off, MediaMode.MustOn, MediaMode.Off, false, true)]
    [InlineData(MediaMode.Off, MediaMode.On, MediaMode.MustOn, true, false)]
    [InlineData(MediaMode.On, MediaMode.Off, MediaMode.On, true, false)]
    [InlineData(MediaMode.On, MediaMode.Auto, MediaMode.Off, false, true)]
    [InlineData(null, MediaMode.On, MediaMode.Off, false, true)]
    [InlineData(null, null, MediaMode.Off, true, false)]
    [InlineData(null, null, MediaMode.On, false, true)]
    [InlineData(null, null, MediaMode.MustOn, false, true)]
    [InlineData(null, null, MediaMode.Auto, false, false)]
    [InlineData(null, null, MediaMode.Auto, true, true)]
    public void The_modes_of_both_sides_and_of_the_system_decide(MediaMode? caller, MediaMode? callee, MediaMode system, bool needed, bool relayed) =>
        Assert.Equal(relayed, RelayDecision.IsRelayed(caller, callee, system, needed));

    [Theory]
    [InlineData("198.51.100.10", "198.51.100.10", "203.0.113.20", null, false)]
    [InlineData("192.168.1.5", "198.51.100.10", "203.0.113.20", null, true)]
    [InlineData("198.51.100.99", "198.51.100.10", "203.0.113.20", null, false)]
    [InlineData("198.51.100.10", "198.51.100.10", "10.0.0.9", null, true)]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.9", null, false)]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.9", "192.168.7.7", true)]
    [InlineData("198.51.100.10", "198.51.100.10", "203.0.113.20", "192.168.7.7", true)]
    [InlineData("198.51.100.10", "198.51.100.10", "2001:db8::1", null, true)]
    [InlineData(null, "198.51.100.10", "203.0.113.20", null, false)]
    public void Auto_relays_where_the_parties_cannot_reach_each_other(string? media, string caller, string callee, string? contact, bool needed) =>
        Assert.Equal(needed, RelayDecision.IsNeeded(At(media), At(caller), At(callee), At(contact)));

    [Fact]
    public void A_relayed_call_has_our_address_on_both_sides_and_its_telephone_events_are_known()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var caller = Call();
        var callee = _carrier.TakeInvite();
        Assert.Contains("m=audio 40002", callee.Invited.Text, StringComparison.Ordinal);
        callee.Reply(183, "Session Progress", _carrier.Sdp(5000));
        Assert.Contains("m=audio 40000", caller.Take("SIP/2.0 183").Text, StringComparison.Ordinal);
        callee.Reply(200, "OK", _carrier.Sdp(5002));
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        var stream = Assert.Single(Scene.Switch.Relay.Streams);
        Assert.Equal(RelayKind.Rtp, stream.Kind);
        Assert.Equal("198.51.100.10:4000", stream.Remotes[0].ToString());
        Assert.Equal("203.0.113.20:5002", stream.Remotes[1].ToString());
        HangUp(caller, callee);
        Assert.True(Record.Relayed);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("On", 3)]
    [InlineData("Off", 0)]
    public void Keys_in_relayed_audio_and_in_INFO_are_counted_for_the_side_that_pressed_them(string mode, int heard)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", mode);
        var (caller, callee) = Connect(_carrier);
        foreach (var stream in Scene.Switch.Relay.Streams) stream.Keys[(int)RelaySide.Caller] = heard;
        Press(caller, callee, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n");
        caller.Repeat();
        caller.Take("SIP/2.0 200");
        Press(caller, callee, "application/DTMF; charset=utf-8", "5");
        Press(caller, callee, "text/plain", "Signal=5");
        Press(callee, caller, "application/dtmf", "#");
        HangUp(caller, callee);
        Assert.Equal((heard + 2, 1), (Record.FromCaller.DtmfEvents, Record.FromCallee.DtmfEvents));
        Assert.Equal(heard > 0, Record.Relayed);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Media_may_come_from_anywhere_only_on_the_side_that_says_so()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var open = Carrier("open", "203.0.113.40:5060", g => g with { MediaAnySource = true, Prefixes = ["49301"] });
        var phone = Scene.Phone("100", "198.51.100.21:5060", new PhoneCalls { MediaAnySource = true });
        foreach (var (callee, number) in new[] { (open, "49301"), (phone, "100") })
        {
            var (caller, called) = Connect(callee, Call(callee: number));
            Assert.Equal([false, true], Scene.Switch.Relay.Streams[^1].AnySource);
            HangUp(caller, called);
        }
        Scene.Switch.AddMappingGateway("customer", "198.51.100.10", new MappingCalls { MediaAnySource = true });
        var (one, other) = Connect(_carrier);
        Assert.Equal([true, false], Scene.Switch.Relay.Streams[^1].AnySource);
        HangUp(one, other);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Who_is_called_may_speak_before_its_answer_is_here_and_who_was_called_before_may_not()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var spare = Carrier("spare", "203.0.113.21:5060", gateway => gateway with { Priority = 200, Failover = gateway.Failover with { AfterSdp = true, AfterRinging = true } });
        Scene.Switch.AddRoutingGateway("carrier", "203.0.113.20:5060", "", gateway => gateway with { Failover = gateway.Failover with { AfterSdp = true, AfterRinging = true } });
        var caller = Call();
        var first = _carrier.TakeInvite();
        var stream = Assert.Single(Scene.Switch.Relay.Streams);
        Assert.Equal(("", "203.0.113.20:5060"), Callee());
        first.Reply(183, "Session Progress", _carrier.Sdp(5000));
        caller.Take("SIP/2.0 183");
        Assert.Equal(("203.0.113.20:5000", "203.0.113.20:5060"), Callee());
        first.Refuse(503, "Service Unavailable");
        var second = spare.TakeInvite();
        Assert.Equal(("", "203.0.113.21:5060"), Callee());
        second.Reply(200, "OK", spare.Sdp(6000));
        second.Take("ACK ");
        Assert.Equal(("203.0.113.21:6000", "203.0.113.21:5060"), Callee());
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, second);
        AssertNothingIsLeft();

        (string, string) Callee() => (stream.Remotes[1] == default ? "" : stream.Remotes[1].ToString(), stream.Signalling[1].ToString());
    }

    [Fact]
    public void Of_phones_that_ring_at_once_the_first_is_not_silenced_by_the_next()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var one = Scene.Phone("100", "198.51.100.21:5060");
        var two = Scene.Phone("200", "198.51.100.22:5060");
        Scene.Switch.AddPhone("300", null, phone => phone with { Calls = new PhoneCalls { ForwardAlways = new ForwardTarget(["100", "200"], ForwardMethod.All) } });
        var caller = Call(callee: "300");
        var (first, second) = (one.TakeInvite(), two.TakeInvite());
        var stream = Assert.Single(Scene.Switch.Relay.Streams);
        Assert.Equal("198.51.100.21:5060", stream.Signalling[1].ToString());
        first.Reply(180, "Ringing");
        second.Reply(200, "OK", two.Sdp(6000));
        second.Take("ACK ");
        Assert.Equal("198.51.100.22:6000", stream.Remotes[1].ToString());
        first.Accept("CANCEL ");
        first.Refuse(487, "Request Terminated");
        caller.Take("SIP/2.0 180");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, second);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_answer_says_what_is_measured_and_each_side_how_it_numbers_keys()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var caller = Call(Customer.Sdp(codec: "96 8") + "a=rtpmap:96 opus/48000/2\r\n");
        var callee = _carrier.TakeInvite();
        var stream = Assert.Single(Scene.Switch.Relay.Streams);
        Assert.Equal(48_000, stream.ClockRate);
        callee.Reply(200, "OK", _carrier.Sdp().Replace("101", "97", StringComparison.Ordinal));
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        Assert.Equal(8_000, stream.ClockRate);
        Assert.Equal([101, 97], stream.TelephoneEvents);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Without_a_port_there_is_no_call()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        Scene.Switch.Relay.Capacity = 0;
        var caller = Call();
        caller.Take("SIP/2.0 503");
        caller.Ack();
        AssertEnded(CallEndReason.NoMediaPort, 503);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(183)]
    [InlineData(200)]
    public void A_port_that_is_missing_only_for_the_callee_s_offer_ends_both_sides(int status)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        Scene.Switch.Relay.Capacity = 0;
        var caller = Call(sdp: status == 200 ? null : TwoStreams(Customer));
        if (status == 183)
        {
            caller.Take("SIP/2.0 503");
            caller.Ack();
            AssertNothingIsLeft();
            return;
        }
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        callee.Accept("BYE ");
        caller.Take("SIP/2.0 503");
        caller.Ack();
        Assert.Equal(0, AssertEnded(CallEndReason.NoMediaPort, 503).AnsweredAt);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_stream_that_a_port_is_missing_for_gives_the_others_back()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        Scene.Switch.Relay.Capacity = 1;
        var caller = Call(sdp: TwoStreams(Customer));
        caller.Take("SIP/2.0 503");
        caller.Ack();
        Assert.Single(Scene.Switch.Relay.Streams);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Auto")]
    [InlineData("Off")]
    public void A_browsers_media_finds_its_own_way_where_nobody_demands_the_relay(string mode)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", mode);
        // In another network than the caller: for anybody else Auto would relay.
        var carrier = Carrier("inside", "10.0.0.20:5060", gateway => gateway with { Prefixes = ["77"] });
        var offer = Browser(Customer);
        var caller = Call(offer, callee: "77123");
        var callee = carrier.TakeInvite();
        Assert.Contains("a=ice-ufrag:F7gI\r\n", callee.Invited.Text, StringComparison.Ordinal);
        Assert.Contains("a=candidate:1 1 udp 2122260223 192.168.1.7 54400 typ host\r\n", callee.Invited.Text, StringComparison.Ordinal);
        callee.Reply(200, "OK", Browser(carrier));
        callee.Take("ACK ");
        Assert.Contains("a=ice-ufrag:F7gI\r\n", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        caller.Ack();
        HangUp(caller, callee);
        Assert.False(Record.Relayed);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("On")]
    [InlineData("Must On")]
    public void A_browsers_media_that_must_pass_the_relay_is_refused(string mode)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", mode);
        var caller = Call(Browser(Customer));
        caller.Take("SIP/2.0 488");
        caller.Ack();
        AssertEnded(CallEndReason.MediaNotRelayable, 488);
        Assert.Equal(0, _carrier.Waiting);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_phone_that_offers_SRTP_has_it_through_the_relay()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        const string crypto = "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz\r\n";
        var caller = Call(Customer.Sdp().Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal) + crypto);
        var callee = _carrier.TakeInvite();
        Assert.Contains("m=audio 40002 RTP/SAVP 8 101\r\n", callee.Invited.Text, StringComparison.Ordinal);
        Assert.Contains(crypto, callee.Invited.Text, StringComparison.Ordinal);
        callee.Refuse(488, "Not Acceptable Here");
        caller.Take("SIP/2.0 488");
        caller.Ack();
        AssertEnded(CallEndReason.CodecMismatch, 488);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Where_one_of_several_phones_needs_the_relay_all_have_it()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "Off");
        var one = Scene.Phone("100", "198.51.100.21:5060", new PhoneCalls { Media = MediaMode.MustOn });
        var two = Scene.Phone("200", "198.51.100.22:5060");
        Scene.Switch.AddPhone("300", null, phone => phone with
        {
            Calls = new PhoneCalls { ForwardAlways = new ForwardTarget(["100", "200"], ForwardMethod.All) },
        });
        var caller = Call(callee: "300");
        foreach (var party in new[] { one, two })
        {
            var callee = party.TakeInvite();
            Assert.Contains("m=audio 40002", callee.Invited.Text, StringComparison.Ordinal);
            callee.Refuse(603, "Decline");
        }
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft();
    }

    private static string Browser(TestParty party) =>
        party.Sdp().Replace("t=0 0\r\n", "t=0 0\r\na=group:BUNDLE 0\r\n", StringComparison.Ordinal).Replace("RTP/AVP", "UDP/TLS/RTP/SAVPF", StringComparison.Ordinal)
            + "a=candidate:1 1 udp 2122260223 192.168.1.7 54400 typ host\r\na=ice-ufrag:F7gI\r\na=ice-pwd:x9cml/YzichV2+XlhiMu8g\r\n"
            + "a=fingerprint:sha-256 D2:FA:0E:C3\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\n";

    private static void Press(TestDialog from, TestDialog to, string type, string body)
    {
        from.Request("INFO", body, $"Content-Type: {type}\r\n");
        to.Accept("INFO ");
        from.Take("SIP/2.0 200");
    }

    private static string TwoStreams(TestParty party) => party.Sdp() + "m=video 4002 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n";

    private static IpEndpoint At(string? address) => address is not null && IpEndpoint.TryParse(address.Contains(':') ? $"[{address}]" : address, 5060, out var at) ? at : default;
}

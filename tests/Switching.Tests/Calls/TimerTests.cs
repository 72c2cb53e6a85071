using Tandem.Media.Relay;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>No call lives for ever: session timers (RFC 4028), duration limits, media that stays away; one tick before each limit and one after.</summary>
public sealed class TimerTests : CallTest
{
    private const string Timer = "Supported: timer\r\n";

    private readonly TestParty _carrier;

    public TimerTests()
    {
        _carrier = Carrier("carrier", "203.0.113.20:5060");
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "0");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void We_refresh_with_what_the_party_knows(bool knowsUpdate)
    {
        var allow = knowsUpdate ? "Allow: INVITE, UPDATE\r\n" : "Allow: INVITE\r\n";
        var (caller, callee) = Connect(_carrier, calleeHeaders: $"{Timer}{allow}Require: timer\r\nSession-Expires: 600;refresher=uac\r\n");
        for (var i = 0; i < 3; i++)
        {
            Advance(299.9);
            Assert.Equal(0, _carrier.Waiting);
            Advance(0.1);
            if (knowsUpdate)
            {
                var update = callee.Take("UPDATE ");
                Assert.Equal("600;refresher=uac", update.Header("Session-Expires"));
                Assert.DoesNotContain("m=audio", update.Text, StringComparison.Ordinal);
                callee.Reply(update, 200, "OK", headers: "Require: timer\r\nSession-Expires: 600;refresher=uac\r\n");
            }
            else
            {
                callee.Take("INVITE ");
                Assert.Contains("m=audio 4000", callee.Invited.Text, StringComparison.Ordinal);
                callee.Reply(200, "OK", _carrier.Sdp(), "Require: timer\r\nSession-Expires: 600;refresher=uac\r\n");
                callee.Take("ACK ");
            }
        }
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_party_that_is_to_refresh_and_does_not_is_hung_up(bool caller)
    {
        var (one, other) = Connect(
            _carrier, caller ? $"{Timer}Session-Expires: 300;refresher=uac\r\n" : "",
            caller ? "" : $"{Timer}Require: timer\r\nSession-Expires: 300;refresher=uas\r\n");
        Advance(100);
        // A refresh begins the interval anew.
        var refresher = caller ? one : other;
        refresher.Request("UPDATE", headers: $"{Timer}Session-Expires: 300;refresher=uac\r\n");
        Assert.Equal("300;refresher=uac", refresher.Take("SIP/2.0 200").Header("Session-Expires"));
        Advance(267.9);
        Assert.Empty(Scene.Records);
        Advance(0.1);
        one.Accept("BYE ");
        Assert.Equal("SIP;cause=408;text=\"Session timeout\"", other.Accept("BYE ").Header("Reason"));
        Assert.Equal(caller ? "customer" : "carrier", AssertEnded(CallEndReason.SessionTimeout, 200).EndRule);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(481, CallEndReason.DialogGone)]
    [InlineData(0, CallEndReason.SessionTimeout)]
    [InlineData(500, CallEndReason.SessionTimeout)]
    public void A_party_that_does_not_answer_our_refresh_has_gone(int status, CallEndReason reason)
    {
        var (caller, callee) = Connect(_carrier, calleeHeaders: $"{Timer}Allow: UPDATE\r\nSession-Expires: 90;refresher=uac\r\n");
        Advance(45);
        var update = callee.Take("UPDATE ");
        if (status > 0) callee.Reply(update, status, "No");
        if (status == 500)
        {
            // Tried again, until the session is over: 30 s before the end of its interval.
            Advance(5);
            callee.Reply(callee.Take("UPDATE "), 500, "No");
            Advance(10);
        }
        else if (status == 0)
        {
            Advance(15);
        }
        Drain(_carrier);
        caller.Accept("BYE ");
        AssertEnded(reason, 200);
        AssertNothingIsLeft(silent: _carrier);
    }

    [Fact]
    public void A_session_that_is_too_short_is_refused_on_either_side()
    {
        var caller = Customer.Invite(Callee, headers: $"{Timer}Session-Expires: 60\r\n");
        caller.Take("SIP/2.0 100");
        Assert.Equal("90", caller.Take("SIP/2.0 422").Header("Min-SE"));
        caller.Ack();
        Assert.Equal("SS_SIP_SESSION_MIN_SE", AssertEnded(CallEndReason.ProtocolError, 422).EndRule);

        var again = Call();
        _carrier.TakeInvite().Refuse(422, "Session Interval Too Small", "Min-SE: 900\r\n");
        var callee = _carrier.TakeInvite();
        Assert.Equal("900", callee.Invited.Header("Session-Expires"));
        Assert.Equal("900", callee.Invited.Header("Min-SE"));
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        again.Take("SIP/2.0 200");
        again.Ack();
        again.Request("UPDATE", headers: $"{Timer}Session-Expires: 80\r\n");
        Assert.Equal("90", again.Take("SIP/2.0 422").Header("Min-SE"));
        HangUp(again, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_refresh_that_is_too_short_for_the_party_is_sent_again_longer()
    {
        var (caller, callee) = Connect(_carrier, calleeHeaders: $"{Timer}Allow: UPDATE\r\nSession-Expires: 600;refresher=uac\r\n");
        Advance(300);
        callee.Reply(callee.Take("UPDATE "), 422, "Too Small", headers: "Min-SE: 1200\r\n");
        var update = callee.Take("UPDATE ");
        Assert.Equal("1200;refresher=uac", update.Header("Session-Expires"));
        callee.Reply(update, 200, "OK", headers: "Session-Expires: 1200;refresher=uac\r\n");
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_without_session_timers_is_limited()
    {
        Scene.Switch.Set("SS_SIP_NO_TIMER_REINVITE_INTERVAL", "100");
        AssertLimited(Connect(_carrier), 100, "SS_SIP_NO_TIMER_REINVITE_INTERVAL");
    }

    [Fact]
    public void A_caller_that_lets_its_session_timer_go_is_limited_from_then_on()
    {
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "0");
        Scene.Switch.Set("SS_SIP_NO_TIMER_REINVITE_INTERVAL", "100");
        var (caller, callee) = Connect(_carrier, "Supported: timer\r\nSession-Expires: 600;refresher=uac\r\n");
        Advance(50);
        caller.Request("UPDATE");
        caller.Take("SIP/2.0 200");
        // It is noticed at the next checkpoint.
        Advance(109.8);
        Assert.Equal(0, Customer.Waiting);
        Advance(0.4);
        caller.Accept("BYE ");
        callee.Accept("BYE ");
        Assert.Equal("SS_SIP_NO_TIMER_REINVITE_INTERVAL", AssertEnded(CallEndReason.DurationLimit, 200).EndRule);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_without_session_timers_may_talk_for_two_hours_when_nothing_is_set()
    {
        // A callee that has them makes no difference to a caller that has not: nothing shows that the caller is still there.
        var call = Connect(_carrier, calleeHeaders: Timer);
        AssertLimited(call, 7200, "SS_SIP_NO_TIMER_REINVITE_INTERVAL");
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("100", Timer)]
    public void A_caller_with_session_timers_or_where_the_limit_is_0_may_go_on(string limit, string headers)
    {
        Scene.Switch.Set("SS_SIP_NO_TIMER_REINVITE_INTERVAL", limit);
        Scene.Switch.Set("SS_SIP_SESSION_TTL", "86400");
        var (caller, callee) = Connect(_carrier, headers);
        Advance(8000);
        Assert.Empty(Scene.Records);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(50, 80, 50, "max_duration")]
    [InlineData(0, 80, 80, "carrier")]
    [InlineData(90, 80, 80, "carrier")]
    public void The_smallest_duration_limit_holds(int own, int gateway, int seconds, string rule)
    {
        Scene.Switch.AddMappingGateway("customer", "198.51.100.10", new MappingCalls { MaxDuration = own });
        Scene.Switch.AddRoutingGateway("carrier", "203.0.113.20:5060", "", g => g with { MaxDuration = gateway });
        AssertLimited(Connect(_carrier), seconds, rule);
    }

    [Fact]
    public void A_call_without_media_is_hung_up_unless_it_is_on_hold()
    {
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "30");
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var (caller, callee) = Connect(_carrier);
        Hear(25, RelaySide.Caller, RelaySide.Callee);
        Reinvite(caller, Customer.Sdp(direction: "sendonly", version: 2), callee, _carrier.Sdp(direction: "recvonly"));
        Advance(100);
        Assert.Empty(Scene.Records);
        Reinvite(caller, Customer.Sdp(version: 3), callee, _carrier.Sdp());
        // One direction that is silent is enough.
        Hear(28, RelaySide.Caller);
        Assert.Empty(Scene.Records);
        Advance(2);
        caller.Accept("BYE ");
        callee.Accept("BYE ");
        Assert.Equal("SS_NOMEDIAHANGUPTIME", AssertEnded(CallEndReason.NoMedia, 200).EndRule);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_side_that_only_listens_is_not_missed_until_it_speaks_again()
    {
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "30");
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var caller = Call(Customer.Sdp(direction: "recvonly"));
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        Hear(100, RelaySide.Callee);
        Assert.Empty(Scene.Records);
        Reinvite(caller, Customer.Sdp(version: 2), callee, _carrier.Sdp());
        Hear(29, RelaySide.Callee);
        Assert.Empty(Scene.Records);
        Hear(1, RelaySide.Callee);
        caller.Accept("BYE ");
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.NoMedia, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_fax_is_missed_when_both_sides_are_silent()
    {
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "30");
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var (caller, callee) = Connect(_carrier);
        Hear(10, RelaySide.Caller, RelaySide.Callee);
        Reinvite(caller, Fax(Customer), callee, Fax(_carrier));
        // Pages that take long, one way and then the other.
        Hear(100, RelaySide.Caller);
        Hear(100, RelaySide.Callee);
        Assert.Empty(Scene.Records);
        // Back to voice, the one that was silent has its time.
        Reinvite(caller, Customer.Sdp(version: 3), callee, _carrier.Sdp(version: 3));
        Hear(28, RelaySide.Callee);
        Assert.Empty(Scene.Records);
        Reinvite(caller, Fax(Customer, 4), callee, Fax(_carrier, 4));
        Hear(10, RelaySide.Caller);
        Advance(28);
        Assert.Empty(Scene.Records);
        Advance(1);
        caller.Accept("BYE ");
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.NoMedia, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_answered_call_is_checkpointed_every_ten_seconds()
    {
        var (caller, callee) = Connect(_carrier);
        Advance(9.9);
        Assert.Equal(0, Scene.Switch.Journal.Checkpoints);
        Advance(0.1);
        Assert.Equal(1, Scene.Switch.Journal.Checkpoints);
        Advance(30);
        Assert.Equal(4, Scene.Switch.Journal.Checkpoints);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_operator_and_a_stop_end_calls_at_any_stage()
    {
        Connect(_carrier);
        var ringing = Call();
        var called = _carrier.TakeInvite();
        called.Reply(180, "Ringing");
        ringing.Take("SIP/2.0 180");
        Scene.Run(() => Scene.Switch.Calls.HangUpAll(Scene.Switch.Now));
        Drain(Customer);
        Drain(_carrier);
        Assert.All(Scene.Records, record => Assert.Equal(CallEndReason.SwitchStopped, record.EndReason));
        Assert.Equal([200, 503], Scene.Records.Select(record => record.EndCode).Order());
        Advance(70);
        Drain(Customer);
        Drain(_carrier);
        AssertNothingIsLeft();
    }

    private void AssertLimited((TestDialog Caller, TestDialog Callee) call, int seconds, string rule)
    {
        Advance(seconds - 0.1);
        Assert.Empty(Scene.Records);
        Advance(0.1);
        call.Caller.Accept("BYE ");
        call.Callee.Accept("BYE ");
        Assert.Equal(rule, AssertEnded(CallEndReason.DurationLimit, 200).EndRule);
        AssertNothingIsLeft();
    }

    private static void Reinvite(TestDialog asking, string offer, TestDialog asked, string answer)
    {
        asking.Request("INVITE", offer);
        asking.Take("SIP/2.0 100");
        asked.Take("INVITE ");
        asked.Reply(200, "OK", answer);
        asked.Take("ACK ");
        asking.Take("SIP/2.0 200");
        asking.Ack();
    }

    private static string Fax(TestParty party, int version = 2) => party.Sdp(4010, version: version)
        .Replace("RTP/AVP 8 101", "udptl t38", StringComparison.Ordinal).Replace("m=audio", "m=image", StringComparison.Ordinal);

    private void Hear(int seconds, params RelaySide[] sides)
    {
        for (var i = 0; i < seconds; i++)
        {
            foreach (var side in sides) Scene.Switch.Relay.Streams[0].Hear(side, Scene.Switch.Now);
            Advance(1);
        }
    }
}

using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>A call goes from one carrier to the next, until one takes it or a rule stops it (spec: switch §2, step 12).</summary>
public sealed class FailoverTests : CallTest
{
    private readonly TestParty[] _carriers = new TestParty[4];

    public FailoverTests()
    {
        for (var i = 0; i < _carriers.Length; i++) Add(i);
    }

    [Fact]
    public void Four_carriers_fail_each_in_its_own_way_and_the_last_answers()
    {
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(503, "Service Unavailable", "Retry-After: 120\r\n");
        var second = _carriers[1].TakeInvite();
        Advance(10);
        while (_carriers[1].Waiting > 0) _carriers[1].Take("INVITE ");
        _carriers[2].TakeInvite().Refuse(404, "Not Found");
        var last = _carriers[3].TakeInvite();
        last.Reply(200, "OK", _carriers[3].Sdp());
        last.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        Assert.Equal(Scene.Switch.Now - 10_000 + 120_000, Scene.Switch.Routing.Gateways.Of("carrier0").RetryAfter);
        second.Reply(503, "Late");
        _carriers[1].Take("ACK ");
        HangUp(caller, last);

        var record = AssertEnded(CallEndReason.CallerHungUp, 200);
        Assert.Equal(4, record.Attempts);
        Assert.Equal("carrier3", record.Callee.Name);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_delay_of_the_carrier_that_rings_is_its_own_and_the_callers_is_all_of_it()
    {
        var caller = Call();
        var first = _carriers[0].TakeInvite();
        first.Reply(100, "Trying");
        Advance(1);
        first.Refuse(503, "Service Unavailable");
        var second = _carriers[1].TakeInvite();
        second.Reply(100, "Trying");
        Advance(2);
        second.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        Advance(5);
        second.Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        var record = AssertEnded(CallEndReason.Busy, 486);
        Assert.Equal((3000, 2000), (RecordRules.CallerDelay(record), record.CalleeDelay));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_carrier_that_neither_rings_nor_answers_has_no_delay()
    {
        for (var i = 1; i < _carriers.Length; i++) Change(i, g => g with { Capacity = 0 });
        var caller = Call();
        var first = _carriers[0].TakeInvite();
        first.Reply(100, "Trying");
        Advance(1);
        first.Refuse(503, "Service Unavailable");
        caller.Take("SIP/2.0 503");
        caller.Ack();
        Assert.Equal((0, 0), (RecordRules.CallerDelay(Record), Record.CalleeDelay));
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_last_real_failure_is_told()
    {
        Change(3, g => g with { Capacity = 0 });
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(503, "Service Unavailable");
        _carriers[1].TakeInvite().Refuse(404, "Not Found");
        _carriers[2].TakeInvite().Refuse(500, "Server Internal Error", "Reason: Q.850;cause=27;text=\"gw7.carrier.example\"\r\n");

        var answer = caller.Take("SIP/2.0 500 Server Internal Error");
        caller.Ack();
        Assert.Equal("Q.850;cause=27", answer.Header("Reason"));
        var record = AssertEnded(CallEndReason.Refused, 500);
        Assert.Equal(3, record.Attempts);
        Assert.Equal("carrier2", record.Callee.Name);
        Assert.Equal("Q.850;cause=27;text=\"gw7.carrier.example\"", record.SipReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_INVITE_is_sent_again_when_the_parameter_says()
    {
        Scene.Switch.Set("SS_SIP_RESEND_INTERVAL", "0.2,3");
        var caller = Call();
        _carriers[0].Take("INVITE ");
        Assert.Equal([0, 1, 1, 2, 2], SentAfter(0.1, 0.1, 2.9, 0.1, 6.8));
        _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        Drain(_carriers[0]);
        AssertNothingIsLeft(silent: _carriers[0]);

        IEnumerable<int> SentAfter(params double[] seconds) => [.. seconds.Select(wait =>
        {
            Advance(wait);
            return _carriers[0].Waiting;
        })];
    }

    [Fact]
    public void Busy_ends_the_search()
    {
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        Assert.Equal("SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY", AssertEnded(CallEndReason.Busy, 486).EndRule);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Busy_goes_on_where_the_gateway_says_so()
    {
        Change(0, g => g with { Failover = new FailoverRules { AfterBusy = true } });
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(486, "Busy Here");
        _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertEnded(CallEndReason.Declined, 603);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(484, false)]
    [InlineData(484, true)]
    [InlineData(503, false)]
    public void Codes_go_on_or_stop_as_the_gateway_lists_them(int status, bool listed)
    {
        Change(0, g => g with { Failover = new FailoverRules { SwitchCodes = listed ? [status] : [], StopCodes = status == 503 ? [503] : [] } });
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(status, "No");
        if (listed) _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take(listed ? "SIP/2.0 603" : $"SIP/2.0 {status}");
        caller.Ack();
        Assert.Equal(status == 503 ? "stop code 503" : listed ? "code 603" : "code 484", Record.EndRule);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Only_so_many_gateways_are_tried()
    {
        Scene.Switch.Set("SS_GATEWAY_SWITCH_LIMIT", "1");
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(500, "No");
        _carriers[1].TakeInvite().Refuse(502, "No");
        caller.Take("SIP/2.0 502");
        caller.Ack();
        var record = AssertEnded(CallEndReason.Refused, 502);
        Assert.Equal("SS_GATEWAY_SWITCH_LIMIT", record.EndRule);
        Assert.Equal(2, record.Attempts);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(180, false, null, null, false, "after_ringing")]
    [InlineData(180, false, true, null, false, null)]
    [InlineData(183, true, true, null, false, "SS_SIP_STOP_SWITCH_AFTER_SDP")]
    [InlineData(183, true, true, true, false, null)]
    [InlineData(183, true, null, null, true, null)]
    public void A_call_that_rang_goes_on_only_where_that_is_allowed(int status, bool withSdp, bool? ringing, bool? sdp, bool untilConnect, string? stop)
    {
        Scene.Switch.Set("SS_GATEWAY_SWITCH_UNTIL_CONNECT", untilConnect ? "On" : "Off");
        Change(0, g => g with { Failover = new FailoverRules { AfterRinging = ringing, AfterSdp = sdp } });
        var caller = Call();
        var callee = _carriers[0].TakeInvite();
        callee.Reply(status, "Progress", withSdp ? _carriers[0].Sdp() : null);
        caller.Take($"SIP/2.0 {status}");
        callee.Refuse(500, "No");
        if (stop is null) _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take(stop is null ? "SIP/2.0 603" : "SIP/2.0 500");
        caller.Ack();
        Assert.Equal(stop ?? "code 603", Record.EndRule);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(null, "SS_GATEWAY_SWITCH_STOP_AFTER_RTP_START")]
    [InlineData(true, "code 603")]
    public void Media_that_was_heard_binds_a_call_to_its_gateway(bool? afterMedia, string rule)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        Change(0, g => g with { Failover = new FailoverRules { AfterRinging = true, AfterSdp = true, AfterMedia = afterMedia } });
        var caller = Call();
        var callee = _carriers[0].TakeInvite();
        callee.Reply(183, "Session Progress", _carriers[0].Sdp());
        caller.Take("SIP/2.0 183");
        Advance(0.1);
        Scene.Switch.Relay.Streams[0].Hear(Tandem.Media.Relay.RelaySide.Callee, Scene.Switch.Now);
        callee.Refuse(500, "No");
        if (afterMedia == true) _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take(afterMedia == true ? "SIP/2.0 603" : "SIP/2.0 500");
        caller.Ack();
        Assert.Equal(rule, Record.EndRule);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(0, 10, "SS_SIP_TIMEOUT_INVITE", CallEndReason.InviteTimeout, 408)]
    [InlineData(100, 20, "SS_SIP_TIMEOUT_TRYING", CallEndReason.TryingTimeout, 408)]
    [InlineData(183, 20, "SS_SIP_TIMEOUT_SESSION_PROGRESS", CallEndReason.ProgressTimeout, 408)]
    [InlineData(1183, 120, "SS_SIP_TIMEOUT_SESSION_PROGRESS_SDP", CallEndReason.ProgressTimeout, 408)]
    [InlineData(180, 120, "SS_SIP_TIMEOUT_RINGING", CallEndReason.RingingTimeout, 480)]
    public void Each_stage_of_an_attempt_has_its_time(int status, int seconds, string rule, CallEndReason reason, int code)
    {
        for (var i = 1; i < _carriers.Length; i++) Change(i, g => g with { Locked = true });
        var caller = Call();
        var callee = _carriers[0].TakeInvite();
        if (status > 0) callee.Reply(status % 1000, "Progress", status > 1000 ? _carriers[0].Sdp() : null);
        Advance(seconds - 0.1);
        // One that keeps telling the same does not stay for longer.
        if (status == 1183) callee.Reply(183, "Progress", _carriers[0].Sdp());
        Drain(Customer);
        Assert.Empty(Scene.Records);
        Advance(0.1);
        caller.Take($"SIP/2.0 {code}");
        caller.Ack();
        Drain(_carriers[0]);
        callee.Reply(487, "Request Terminated");
        Drain(_carriers[0]);
        Assert.Equal(rule, AssertEnded(reason, code).EndRule);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_gateway_may_have_its_own_times()
    {
        Change(0, g => g with { Timeouts = new StageTimeouts(3, 0, 0, 0, 0) });
        var caller = Call();
        _carriers[0].TakeInvite();
        Advance(2.9);
        Assert.Equal(0, _carriers[1].Waiting);
        Advance(0.1);
        Drain(_carriers[0]);
        _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft(silent: _carriers[0]);
    }

    [Fact]
    public void A_silent_gateway_may_end_the_search()
    {
        Scene.Switch.Set("SS_SIP_USER_AGENT_STOP_SWITCH_AFTER_INVITE_TIMEOUT", "On");
        var caller = Call();
        Advance(10);
        Drain(_carriers[0]);
        caller.Take("SIP/2.0 408");
        caller.Ack();
        Assert.Equal("SS_SIP_USER_AGENT_STOP_SWITCH_AFTER_INVITE_TIMEOUT", AssertEnded(CallEndReason.InviteTimeout, 408).EndRule);
        AssertNothingIsLeft(silent: _carriers[0]);
    }

    [Fact]
    public void Protect_gateways_come_last()
    {
        Change(0, g => g with { Protect = true });
        var caller = Call();
        for (var i = 1; i < 4; i++) _carriers[i].TakeInvite().Refuse(500, "No");
        _carriers[0].TakeInvite().Refuse(503, "No");
        caller.Take("SIP/2.0 503");
        caller.Ack();
        AssertEnded(CallEndReason.Refused, 503);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_addresses_of_a_gateway_are_tried_before_the_next_gateway()
    {
        var other = Scene.Party(Callee, "203.0.113.29:5060");
        var state = Scene.Switch.Routing.Gateways.Of("carrier0");
        state.Targets = [.. state.Targets, new GatewayTarget(other.Flow, "carrier.example")];
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(503, "Service Unavailable");
        var second = other.TakeInvite();
        Assert.StartsWith($"INVITE sip:{Callee}@carrier.example SIP/2.0", second.Invited.Text, StringComparison.Ordinal);
        second.Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        Assert.Equal(1, Record.Attempts);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_connection_that_fails_leads_to_the_next_gateway()
    {
        var state = Scene.Switch.Routing.Gateways.Of("carrier0");
        var flow = new Flow(SipTransport.Tcp, 0, _carriers[0].Flow.Remote);
        state.Targets = [new GatewayTarget(flow, "carrier.example")];
        var caller = Call();
        _carriers[0].Take("INVITE ");
        Scene.Run(() => Scene.Switch.Calls.ConnectionFailed(flow, Scene.Switch.Now));
        _carriers[1].TakeInvite().Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_attempt_waits_for_its_turn_at_a_gateway_with_a_call_rate()
    {
        Change(0, g => g with { CallRate = new CallRate(1, 1000, 0, 1000, 5000) });
        var first = Call();
        _carriers[0].TakeInvite().Refuse(603, "Decline");
        first.Take("SIP/2.0 603");
        first.Ack();
        var second = Call();
        Advance(0.9);
        Assert.Equal(0, _carriers[0].Waiting);
        Advance(0.1);
        _carriers[0].TakeInvite().Refuse(603, "Decline");
        second.Take("SIP/2.0 603");
        second.Ack();
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_may_give_up_while_an_attempt_waits_for_its_turn()
    {
        Change(0, g => g with { CallRate = new CallRate(1, 1000, 0, 1000, 5000) });
        var first = Call();
        _carriers[0].TakeInvite().Refuse(603, "Decline");
        first.Take("SIP/2.0 603");
        first.Ack();
        var second = Call();
        second.Request("CANCEL");
        second.Take("SIP/2.0 200");
        second.Take("SIP/2.0 487");
        second.Ack();
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(302, 480)]
    [InlineData(401, 403)]
    [InlineData(407, 403)]
    [InlineData(420, 500)]
    [InlineData(422, 500)]
    [InlineData(487, 487)]
    [InlineData(606, 606)]
    public void What_a_carrier_wants_of_us_is_not_told_to_the_caller(int status, int told)
    {
        for (var i = 1; i < _carriers.Length; i++) Change(i, g => g with { Locked = true });
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(status, "gw3.carrier.example", "Contact: <sip:10.1.1.1>\r\nWarning: 399 gw3.carrier.example \"no\"\r\n");
        var answer = caller.Take($"SIP/2.0 {told}");
        caller.Ack();
        Assert.DoesNotContain("carrier.example", answer.Text, StringComparison.Ordinal);
        Assert.Empty(answer.Headers("Contact"));
        Assert.Equal(told, Record.EndCode);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(503, 480)]
    [InlineData(404, 404)]
    [InlineData(603, 500)]
    public void Failure_codes_become_what_the_customer_s_gateway_wants(int status, int told)
    {
        Scene.Switch.AddMappingGateway("customer", "198.51.100.10", new MappingCalls { FailureCodes = [(503, 480), (404, 0), (0, 500)] });
        for (var i = 1; i < _carriers.Length; i++) Change(i, g => g with { Locked = true });
        var caller = Call();
        _carriers[0].TakeInvite().Refuse(status, "No");
        caller.Take($"SIP/2.0 {told}");
        caller.Ack();
        Assert.Equal(told, Record.EndCode);
        AssertNothingIsLeft();
    }

    private void Add(int i) => _carriers[i] = Carrier($"carrier{i}", $"203.0.113.2{i}:5060", g => g with { Priority = i });

    private void Change(int i, Func<RoutingGateway, RoutingGateway> with)
    {
        var gateways = Scene.Switch.Directory.RoutingGateways;
        gateways.Set(with(gateways.Find($"carrier{i}")!));
    }
}

using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>A customer's gateway calls a carrier's (RFC 3665 §3.1 and on, with the switch in the middle).</summary>
public sealed class BasicCallTests
{
    private readonly CallScene _scene = new();
    private readonly TestParty _customer;
    private readonly TestParty _carrier;

    public BasicCallTests()
    {
        _scene.Switch.AddMappingGateway("customer", "198.51.100.10");
        _scene.Switch.AddRoutingGateway("carrier", "203.0.113.20:5060");
        _customer = _scene.Party("4930111", "198.51.100.10:5060");
        _carrier = _scene.Party("4930222", "203.0.113.20:5060");
    }

    [Fact]
    public void A_call_is_answered_and_ended_by_the_caller()
    {
        var (caller, callee) = Connect();
        _scene.Advance(TimeSpan.FromSeconds(30));

        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Reply(callee.Take("BYE "), 200, "OK");

        var record = Assert.Single(_scene.Records);
        Assert.Equal(CallEndReason.CallerHungUp, record.EndReason);
        Assert.Equal(EndSide.Caller, record.EndSide);
        Assert.Equal(30_000, record.EndedAt - record.AnsweredAt);
        Assert.Equal(200, record.EndCode);
        Assert.Equal("customer", record.Caller.Name);
        Assert.Equal("carrier", record.Callee.Name);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_is_ended_by_the_callee()
    {
        var (caller, callee) = Connect();

        callee.Request("BYE", headers: "Reason: Q.850;cause=16\r\n");
        callee.Take("SIP/2.0 200");
        var bye = caller.Take("BYE ");
        caller.Reply(bye, 200, "OK");

        Assert.Equal("Q.850;cause=16", bye.Header("Reason"));
        var record = Assert.Single(_scene.Records);
        Assert.Equal(CallEndReason.CalleeHungUp, record.EndReason);
        Assert.Equal(EndSide.Callee, record.EndSide);
        Assert.Equal("Q.850;cause=16", record.SipReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Neither_side_sees_how_the_other_is_built()
    {
        _scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var caller = _customer.Invite("4930222", headers: "User-Agent: CustomerPbx/1\r\nOrganization: Customer\r\nSubject: Hello\r\nRecord-Route: <sip:proxy.customer.example;lr>\r\n");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        Assert.DoesNotContain("198.51.100.10", callee.Invited.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Customer", callee.Invited.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(caller.CallId, callee.Invited.Text, StringComparison.Ordinal);
        Assert.Equal("Hello", callee.Invited.Header("Subject"));
        Assert.Single(callee.Invited.Headers("Via"));

        callee.Reply(200, "OK", _carrier.Sdp(), "Server: CarrierSwitch/2\r\n");
        callee.Take("ACK ");
        var answer = caller.Take("SIP/2.0 200");
        Assert.DoesNotContain("203.0.113.20", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CarrierSwitch", answer.Text, StringComparison.Ordinal);
        Assert.Equal("<sip:proxy.customer.example;lr>", answer.Header("Record-Route"));
    }

    [Fact]
    public void Ringing_and_early_media_reach_the_caller()
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        Assert.DoesNotContain("m=audio", caller.Take("SIP/2.0 180").Text, StringComparison.Ordinal);
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        Assert.Contains("m=audio", caller.Take("SIP/2.0 183").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_caller_who_gives_up_is_told_487_and_the_callee_is_cancelled()
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");

        caller.Request("CANCEL", headers: "Reason: SIP;cause=200\r\n");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        var cancel = callee.Take("CANCEL ");
        callee.Reply(cancel, 200, "OK");
        callee.Reply(487, "Request Terminated");
        callee.Take("ACK ");

        Assert.Equal(CallEndReason.CallerCancelled, Assert.Single(_scene.Records).EndReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_answer_that_crosses_the_cancel_is_acknowledged_and_hung_up()
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        caller.Request("CANCEL");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        callee.Take("CANCEL ");

        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        callee.Reply(callee.Take("BYE "), 200, "OK");

        Assert.Equal(0, Assert.Single(_scene.Records).AnsweredAt);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(486, "Busy Here", CallEndReason.Busy)]
    [InlineData(404, "Not Found", CallEndReason.Refused)]
    [InlineData(603, "Decline", CallEndReason.Declined)]
    [InlineData(488, "Not Acceptable Here", CallEndReason.CodecMismatch)]
    public void A_refusal_is_passed_on_with_its_code(int status, string phrase, CallEndReason reason)
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(status, phrase);
        callee.Take("ACK ");
        caller.Take($"SIP/2.0 {status} {phrase}");
        caller.Ack();

        var record = Assert.Single(_scene.Records);
        Assert.Equal(reason, record.EndReason);
        Assert.Equal(status, record.EndCode);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_that_does_not_acknowledge_is_hung_up_in_the_end()
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        _scene.Advance(TimeSpan.FromSeconds(31));
        Assert.InRange(_customer.Waiting, 8, 11);
        while (_customer.Waiting > 0) caller.Take("SIP/2.0 200");
        Assert.Empty(_scene.Records);

        _scene.Advance(TimeSpan.FromSeconds(1.2));
        while (_customer.Waiting > 1) caller.Take("SIP/2.0 200");
        caller.Take("BYE ");
        callee.Take("BYE ");
        Assert.Equal(CallEndReason.NoAck, Assert.Single(_scene.Records).EndReason);
    }

    [Fact]
    public void An_old_BYE_does_not_end_a_living_call()
    {
        var (caller, _) = Connect();
        caller.Request("INFO", headers: "Content-Type: application/dtmf-relay\r\n");
        caller.Request("BYE", sequence: 1);
        caller.Take("SIP/2.0 500");
        Assert.Empty(_scene.Records);
        Assert.Equal(1, _scene.Switch.Calls.Count);
    }

    [Fact]
    public void A_request_for_a_call_that_nobody_has_is_answered_481()
    {
        var (caller, callee) = Connect();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Reply(callee.Take("BYE "), 200, "OK");
        caller.Request("BYE");
        caller.Take("SIP/2.0 481");
    }

    [Fact]
    public void A_stranger_is_refused_and_the_attempt_is_recorded()
    {
        var stranger = _scene.Party("1", "192.0.2.99:5060");
        var call = stranger.Invite("4930222");
        call.Take("SIP/2.0 401");
        Assert.Equal(0, _scene.Switch.Layer.Count);
        Assert.Equal(0, _scene.Switch.Calls.Count);
    }

    private (TestDialog Caller, TestDialog Callee) Connect()
    {
        var caller = _customer.Invite("4930222");
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        return (caller, callee);
    }

    private void AssertNothingIsLeft()
    {
        Assert.Equal(0, _scene.Switch.Calls.Count);
        Assert.Equal(0, _scene.Switch.Relay.Open);
        _scene.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(0, _scene.Switch.Layer.Count);
        Assert.Equal(0, _customer.Waiting);
        Assert.Equal(0, _carrier.Waiting);
    }
}

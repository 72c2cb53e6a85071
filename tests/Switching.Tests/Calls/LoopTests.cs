using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Races and rings: answers that cross, requests that come twice, calls that come back (RFC 3261 §8.2.2.2, §9, §13.2.2.4, §16.3).</summary>
public sealed class LoopTests : CallTest
{
    private readonly TestParty _carrier;

    public LoopTests()
        : base(shards: 2) => _carrier = Carrier("carrier", "203.0.113.20:5060");

    [Fact]
    public void A_fork_that_answers_second_is_hung_up()
    {
        var caller = Call();
        var one = _carrier.TakeInvite();
        var two = one.Fork("other");
        one.Reply(180, "Ringing");
        two.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        one.Reply(200, "OK", _carrier.Sdp());
        one.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        two.Reply(200, "OK", _carrier.Sdp());
        Assert.EndsWith(";tag=other", two.Take("ACK ").Header("To"), StringComparison.Ordinal);
        Assert.EndsWith(";tag=other", two.Accept("BYE ").Header("To"), StringComparison.Ordinal);
        HangUp(caller, one);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_BYE_may_come_before_the_ACK()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        caller.Request("ACK");
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.CallerHungUp, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_may_end_its_early_dialog_with_BYE()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack(sequence: 1);
        callee.Reply(callee.Take("CANCEL "), 200, "OK");
        callee.Refuse(487, "Request Terminated");
        AssertEnded(CallEndReason.CallerCancelled, 487);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_CANCEL_that_crosses_the_answer_changes_nothing()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Request("CANCEL");
        Assert.EndsWith("INVITE", caller.Take("SIP/2.0 200").Header("CSeq"), StringComparison.Ordinal);
        Assert.EndsWith("CANCEL", caller.Take("SIP/2.0 200").Header("CSeq"), StringComparison.Ordinal);
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_reason_of_a_CANCEL_passes_without_its_text()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        caller.Request("CANCEL", headers: "Reason: SIP;cause=200;text=\"pbx.customer.example\"\r\n");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        var cancel = callee.Take("CANCEL ");
        Assert.Equal("SIP;cause=200", cancel.Header("Reason"));
        callee.Reply(cancel, 200, "OK");
        callee.Refuse(487, "Request Terminated");
        Assert.Equal("SIP;cause=200;text=\"pbx.customer.example\"", AssertEnded(CallEndReason.CallerCancelled, 487).SipReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_INVITE_that_comes_over_two_ways_makes_one_call()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        caller.Request("INVITE", Customer.Sdp(), sequence: 1);
        caller.Take("SIP/2.0 482");
        caller.Ack();
        callee.Refuse(486, "Busy Here");
        Customer.Take("SIP/2.0 486");
        Advance(32);
        Drain(Customer);
        Assert.Single(Scene.Records);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_INVITE_without_hops_left_is_refused()
    {
        var caller = Customer.Invite(Callee, maxForwards: 0);
        caller.Take("SIP/2.0 100");
        caller.Take("SIP/2.0 483");
        caller.Ack();
        AssertEnded(CallEndReason.Loop, 483);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Hops_are_counted_through_the_switch()
    {
        var caller = Customer.Invite(Callee, maxForwards: 12);
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        Assert.Equal("11", callee.Invited.Header("Max-Forwards"));
        callee.Refuse(603, "Decline");
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(Callee, 0, true)]
    [InlineData(Callee, 1, true)]
    [InlineData("4930333", 0, false)]
    [InlineData("4930333", 1, false)]
    public void A_call_that_comes_back_is_a_loop_unless_it_is_for_somebody_else(string number, int shard, bool isLoop)
    {
        // Whatever socket it comes back on.
        _carrier.Shard = shard;
        // The carrier is a customer as well, and its proxy keeps From and Call-ID.
        Scene.Switch.AddMappingGateway("proxy", "203.0.113.20");
        var caller = Call();
        var callee = _carrier.TakeInvite();
        var invite = callee.Invited.Text.Replace($"INVITE sip:{Callee}@", $"INVITE sip:{number}@", StringComparison.Ordinal);
        var via = invite.IndexOf("Via:", StringComparison.Ordinal);
        _carrier.Send(invite.Insert(via, "Via: SIP/2.0/UDP 203.0.113.20:5060;branch=z9hG4bK-proxy\r\n"));
        _carrier.Take("SIP/2.0 100");
        if (isLoop)
        {
            _carrier.Take("SIP/2.0 482");
            Assert.Equal(CallEndReason.Loop, Record.EndReason);
        }
        else
        {
            var further = _carrier.TakeInvite();
            further.Refuse(603, "Decline");
            _carrier.Take("SIP/2.0 603");
        }
        callee.Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        Assert.Equal(2, Scene.Records.Count);
        Advance(35);
        Drain(_carrier);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Requests_that_come_again_are_answered_again_and_done_once()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        caller.Ack();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        caller.Repeat();
        caller.Take("SIP/2.0 200");
        callee.Accept("BYE ");
        Assert.Single(Scene.Records);
        AssertNothingIsLeft();
    }
}

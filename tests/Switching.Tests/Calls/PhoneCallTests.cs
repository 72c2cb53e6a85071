using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Testing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Calls to phones: contacts, forwards, busy, offline (spec: switch §2, step 11).</summary>
public sealed class PhoneCallTests : CallTest
{
    [Fact]
    public void All_contacts_of_the_best_q_ring_and_the_first_answer_wins()
    {
        var (desk, cell, later) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.22:5060"), Scene.Phone("100", "198.51.100.23:5060", q: "0.5"));
        var caller = Call(callee: "100");
        var (one, two) = (desk.TakeInvite(), cell.TakeInvite());
        Assert.Equal(0, later.Waiting);
        one.Reply(180, "Ringing");
        two.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        two.Reply(200, "OK", cell.Sdp());
        two.Take("ACK ");
        Assert.Equal("SIP;cause=200", Cancelled(one).Header("Reason"));
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, two);
        Assert.Equal(1, AssertEnded(CallEndReason.CallerHungUp, 200).Attempts);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Two_contacts_that_answer_at_once_leave_one_call()
    {
        var (desk, cell) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.22:5060"));
        var caller = Call(callee: "100");
        var (one, two) = (desk.TakeInvite(), cell.TakeInvite());
        one.Reply(200, "OK", desk.Sdp());
        two.Reply(200, "OK", cell.Sdp());
        two.Take("ACK ");
        two.Accept("BYE ");
        // Its ACK was lost: it is acknowledged again, and not hung up again.
        two.Reply(200, "OK", cell.Sdp());
        two.Take("ACK ");
        one.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, one);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Contacts_of_a_lower_q_ring_after_those_above()
    {
        var (first, second) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.22:5060", q: "0.5"));
        var caller = Call(callee: "100");
        first.TakeInvite().Refuse(480, "Temporarily Unavailable");
        second.TakeInvite().Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertEnded(CallEndReason.Busy, 486);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_decline_anywhere_stops_all_contacts()
    {
        var (desk, cell) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.22:5060"));
        var caller = Call(callee: "100");
        var (one, two) = (desk.TakeInvite(), cell.TakeInvite());
        one.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        two.Refuse(603, "Decline");
        Cancelled(one);
        caller.Take("SIP/2.0 603");
        caller.Ack();
        AssertEnded(CallEndReason.Declined, 603);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_best_answer_of_several_contacts_is_told()
    {
        var (desk, cell) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.22:5060"));
        var caller = Call(callee: "100");
        var (one, two) = (desk.TakeInvite(), cell.TakeInvite());
        one.Refuse(486, "Busy Here");
        two.Refuse(500, "Server Internal Error");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertEnded(CallEndReason.Busy, 486);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(180)]
    [InlineData(183)]
    public void A_phone_rings_for_as_long_as_it_is_set_to(int status)
    {
        var phone = Scene.Phone("100", "198.51.100.21:5060", new PhoneCalls { RingTime = 15 });
        var caller = Call(callee: "100");
        var callee = phone.TakeInvite();
        callee.Reply(180, "Ringing");
        if (status == 183) callee.Reply(183, "Session Progress");
        Drain(Customer);
        Advance(14.9);
        Assert.Empty(Scene.Records);
        Advance(0.1);
        Cancelled(callee);
        caller.Take("SIP/2.0 480");
        caller.Ack();
        Assert.Equal("ring_time", AssertEnded(CallEndReason.RingingTimeout, 480).EndRule);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("busy", 486, "user-busy")]
    [InlineData("noanswer", 480, "no-answer")]
    [InlineData("ring", 0, "no-answer")]
    public void A_phone_that_cannot_take_a_call_forwards_it(string which, int status, string word)
    {
        var target = new ForwardTarget(["200"]);
        var phone = Scene.Phone("100", "198.51.100.21:5060", new PhoneCalls
        {
            RingTime = 10, ForwardBusy = which == "busy" ? target : null, ForwardNoAnswer = which == "busy" ? null : target,
        });
        var other = Scene.Phone("200", "198.51.100.22:5060");
        var caller = Call(callee: "100");
        var callee = phone.TakeInvite();
        if (status > 0)
        {
            callee.Refuse(status, "No");
        }
        else
        {
            callee.Reply(180, "Ringing");
            caller.Take("SIP/2.0 180");
            Advance(10);
            Cancelled(callee);
        }
        caller.Take("SIP/2.0 181");
        var forwarded = other.TakeInvite();
        Assert.Equal($"<sip:100@198.51.100.22>;reason={word}", forwarded.Invited.Header("Diversion"));
        forwarded.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        forwarded.Reply(200, "OK", other.Sdp());
        forwarded.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        Assert.Equal((1, 0), Scene.Switch.Routing.CallsOfPhone("100"));
        Assert.Equal((0, 1), Scene.Switch.Routing.CallsOfPhone("200"));
        HangUp(forwarded, caller);
        var record = AssertEnded(CallEndReason.CalleeHungUp, 200);
        Assert.Equal("200", record.Callee.Name);
        Assert.Equal(2, record.Attempts);
        Assert.Equal(
            """
            {"entry":"customer","kind":"mapping_gateway","source":"198.51.100.10:5060","received":["4930111","100"],"steps":[
            {"step":"phone","outcome":"passed","subject":"100"},{"step":"contacts","outcome":"passed","subject":"100","used":1}],
            "then":[{"entry":"customer","kind":"mapping_gateway","received":["4930111","100"],"billed":["4930111","200"],"steps":[
            {"step":"forward","outcome":"forwarded","subject":"100","value":"200"},
            {"step":"phone","outcome":"passed","subject":"200"},{"step":"contacts","outcome":"passed","subject":"200","used":1}]}]}
            """.ReplaceLineEndings(""), record.Route);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_forward_that_cannot_be_made_leaves_the_phone_s_own_answer()
    {
        var phone = Scene.Phone("100", "198.51.100.21:5060", new PhoneCalls { ForwardBusy = new ForwardTarget(["200"]) });
        Scene.Switch.AddPhone("200", null);
        var caller = Call(callee: "100");
        phone.TakeInvite().Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertEnded(CallEndReason.Busy, 486);
        Assert.EndsWith("\"refused\":\"offline\",\"rule\":\"200\"}]}", Record.Route, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("<sip:200@192.0.2.1>", true)]
    [InlineData("\"Two\" <sip:%32%30%30@10.1.1.1;user=phone>;q=0.4", true)]
    [InlineData("<sip:10.1.1.1>", false)]
    public void A_phone_may_send_a_call_elsewhere(string contact, bool followed)
    {
        var (phone, second) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("100", "198.51.100.24:5060"));
        var other = Scene.Phone("200", "198.51.100.22:5060");
        var caller = Call(callee: "100");
        var (callee, idle) = (phone.TakeInvite(), second.TakeInvite());
        idle.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        callee.Reply(302, "Moved Temporarily", null, "Contact: " + contact + "\r\n", hasContact: false);
        phone.Take("ACK ");
        if (!followed)
        {
            idle.Refuse(480, "No");
            caller.Take("SIP/2.0 480");
            caller.Ack();
            AssertNothingIsLeft();
            return;
        }
        Cancelled(idle);
        caller.Take("SIP/2.0 181");
        var forwarded = other.TakeInvite();
        Assert.Equal("<sip:100@198.51.100.22>;reason=deflection", forwarded.Invited.Header("Diversion"));
        forwarded.Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertEnded(CallEndReason.Busy, 486);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Phones_that_send_a_call_to_each_other_do_not_do_so_for_ever()
    {
        var (one, two) = (Scene.Phone("100", "198.51.100.21:5060"), Scene.Phone("200", "198.51.100.22:5060"));
        var caller = Call(callee: "100");
        for (var i = 0; i < 5; i++)
        {
            var (phone, next) = i % 2 == 0 ? (one, "200") : (two, "100");
            phone.TakeInvite().Reply(302, "Moved Temporarily", null, $"Contact: <sip:{next}@192.0.2.1>\r\n", hasContact: false);
            phone.Take("ACK ");
            caller.Take("SIP/2.0 181");
        }
        two.TakeInvite().Reply(302, "Moved Temporarily", null, "Contact: <sip:100@192.0.2.1>\r\n", hasContact: false);
        two.Take("ACK ");
        caller.Take("SIP/2.0 480");
        caller.Ack();
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("dnd", 486, CallEndReason.DoNotDisturb)]
    [InlineData("offline", 480, CallEndReason.Offline)]
    [InlineData("locked", 480, CallEndReason.CalleeLocked)]
    [InlineData("lines", 486, CallEndReason.CalleeLinesExceeded)]
    public void A_phone_that_takes_no_calls_is_answered_for_at_once(string why, int status, CallEndReason reason)
    {
        var calls = new PhoneCalls
        {
            DoNotDisturb = why == "dnd", Lock = why == "locked" ? CallLock.Incoming : CallLock.None, LinesIn = why == "lines" ? 0 : null,
        };
        if (why == "offline") Scene.Switch.AddPhone("100", null, phone => phone with { Calls = calls });
        else Scene.Phone("100", "198.51.100.21:5060", calls);
        var caller = Call(callee: "100");
        caller.Take($"SIP/2.0 {status}");
        caller.Ack();
        Assert.Equal(0, AssertEnded(reason, status).Attempts);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("always", "unconditional")]
    [InlineData("offline", "unavailable")]
    public void A_forward_known_beforehand_goes_straight_to_its_target(string which, string word)
    {
        var target = new ForwardTarget(["200", "300"], ForwardMethod.All);
        var calls = new PhoneCalls { ForwardAlways = which == "always" ? target : null, ForwardOffline = target };
        Scene.Switch.AddPhone("100", null, phone => phone with { Calls = calls });
        var (one, two) = (Scene.Phone("200", "198.51.100.21:5060"), Scene.Phone("300", "198.51.100.22:5060"));
        var caller = Call(callee: "100");
        var (first, second) = (one.TakeInvite(), two.TakeInvite());
        Assert.EndsWith($";reason={word}", first.Invited.Header("Diversion"), StringComparison.Ordinal);
        first.Refuse(486, "Busy Here");
        second.Reply(200, "OK", two.Sdp());
        second.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, second);
        Assert.Equal("300", AssertEnded(CallEndReason.CallerHungUp, 200).Callee.Name);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_callee_that_hangs_up_before_it_answers_has_no_call_to_hang_up()
    {
        var phone = Scene.Phone("100", "198.51.100.21:5060");
        var caller = Call(callee: "100");
        var callee = phone.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        callee.Request("BYE");
        callee.Take("SIP/2.0 481");
        Advance(120);
        Cancelled(callee);
        caller.Take("SIP/2.0 480");
        caller.Ack();
        AssertEnded(CallEndReason.RingingTimeout, 480);
        AssertNothingIsLeft();
    }

    private static SentMessage Cancelled(TestDialog callee)
    {
        var cancel = callee.Take("CANCEL ");
        callee.Reply(cancel, 200, "OK");
        callee.Refuse(487, "Request Terminated");
        return cancel;
    }
}

using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Offers and answers in all the places where they may stand (RFC 3264, RFC 3262, RFC 3311, RFC 6337).</summary>
public sealed class OfferTests : CallTest
{
    private readonly TestParty _carrier;

    public OfferTests() => _carrier = Carrier("carrier", "203.0.113.20:5060");

    [Fact]
    public void A_late_offer_is_answered_in_the_ACK()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var caller = Call(sdp: null, headers: "Supported: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        Assert.DoesNotContain("m=audio", callee.Invited.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("100rel", callee.Invited.Header("Supported"), StringComparison.Ordinal);
        // Early media that was never agreed with the caller is not told to it.
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        var early = caller.Take("SIP/2.0 183");
        Assert.DoesNotContain("m=audio", early.Text, StringComparison.Ordinal);
        callee.Reply(200, "OK", _carrier.Sdp());
        var offer = caller.Take("SIP/2.0 200");
        Assert.Contains("m=audio 4000", offer.Text, StringComparison.Ordinal);
        Assert.Equal(0, _carrier.Waiting);
        caller.Ack(Customer.Sdp(5000));
        Assert.Contains("m=audio 40002", callee.Take("ACK ").Text, StringComparison.Ordinal);
        HangUp(callee, caller);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Lost_ACKs_of_a_late_offer_come_again_with_its_answer()
    {
        var caller = Call(sdp: null);
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        caller.Take("SIP/2.0 200");
        // The callee repeats its 2xx, for which there is no ACK yet.
        callee.Reply(200, "OK", _carrier.Sdp());
        Assert.Equal(0, _carrier.Waiting);
        Advance(0.5);
        caller.Take("SIP/2.0 200");
        caller.Ack(Customer.Sdp(5000));
        var ack = callee.Take("ACK ");
        callee.Reply(200, "OK", _carrier.Sdp());
        Assert.Equal(Sdp(ack.Text), Sdp(callee.Take("ACK ").Text));
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_late_offer_that_is_never_answered_ends_with_ACK_and_BYE()
    {
        var caller = Call(sdp: null);
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        caller.Take("SIP/2.0 200");
        Advance(32);
        while (Customer.Waiting > 1) caller.Take("SIP/2.0 200");
        caller.Accept("BYE ");
        callee.Take("ACK ");
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.NoAck, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_that_hangs_up_before_its_ACK_leaves_no_callee_without_one()
    {
        var caller = Call(sdp: null);
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        caller.Take("SIP/2.0 200");
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Take("ACK ");
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.CallerHungUp, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Reliable_answers_are_acknowledged_on_either_side()
    {
        var caller = Call(headers: "Supported: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        Assert.Contains("100rel", callee.Invited.Header("Supported"), StringComparison.Ordinal);
        callee.Reply(183, "Session Progress", _carrier.Sdp(), "Require: 100rel\r\nRSeq: 7\r\n");
        var prack = callee.Accept("PRACK ");
        Assert.Equal("7 1 INVITE", prack.Header("RAck"));
        var progress = caller.Take("SIP/2.0 183");
        Assert.Equal("100rel", progress.Header("Require"));
        // Again and unacknowledged: the callee's answer is not looked at twice, ours is repeated.
        callee.Reply(183, "Session Progress", _carrier.Sdp(), "Require: 100rel\r\nRSeq: 7\r\n");
        Assert.Equal(0, _carrier.Waiting);
        Advance(0.5);
        Assert.Equal(progress.Text, caller.Take("SIP/2.0 183").Text);
        caller.Request("PRACK", headers: $"RAck: {progress.Header("RSeq")} 1 INVITE\r\n");
        caller.Take("SIP/2.0 200");
        Advance(5);
        Assert.Equal(0, Customer.Waiting);
        // The answer was in the 183, so the 2xx of the callee has none, and ours repeats it.
        callee.Reply(200, "OK");
        callee.Take("ACK ");
        Assert.Contains("m=audio", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_answer_told_reliably_by_the_callee_reaches_a_caller_that_knows_no_PRACK()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(183, "Session Progress", _carrier.Sdp(), "Require: 100rel\r\nRSeq: 1\r\n");
        callee.Accept("PRACK ");
        Assert.Empty(caller.Take("SIP/2.0 183").Headers("Require"));
        callee.Reply(200, "OK");
        callee.Take("ACK ");
        Assert.Contains("m=audio", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void What_follows_a_reliable_answer_waits_for_its_PRACK()
    {
        var caller = Call(headers: "Require: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        var progress = caller.Take("SIP/2.0 183");
        callee.Reply(180, "Ringing");
        Assert.Equal(0, Customer.Waiting);
        caller.Request("PRACK", headers: $"RAck: {progress.Header("RSeq")} 1 INVITE\r\n");
        caller.Take("SIP/2.0 200");
        var ringing = caller.Take("SIP/2.0 180");
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        Assert.Equal(0, Customer.Waiting);
        caller.Request("PRACK", headers: $"RAck: {ringing.Header("RSeq")} 1 INVITE\r\n");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 200 OK");
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_reliable_answer_that_is_never_acknowledged_ends_the_call()
    {
        var caller = Call(headers: "Require: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        Advance(10);
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        Advance(22);
        while (Customer.Waiting > 1) caller.Take("SIP/2.0 183");
        caller.Take("SIP/2.0 504");
        caller.Ack();
        callee.Accept("BYE ");
        Assert.Equal(0, AssertEnded(CallEndReason.NoAck, 504).AnsweredAt);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_answer_that_is_held_back_does_not_outlive_either_party(bool callerGivesUp)
    {
        var caller = Call(headers: "Require: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        caller.Take("SIP/2.0 183");
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        if (callerGivesUp)
        {
            caller.Request("CANCEL");
            caller.Take("SIP/2.0 200");
            caller.Take("SIP/2.0 487");
            caller.Ack();
            callee.Accept("BYE ");
        }
        else
        {
            callee.Request("BYE");
            callee.Take("SIP/2.0 200");
            caller.Take("SIP/2.0 480");
            caller.Ack();
        }
        Assert.Equal(0, Record.AnsweredAt);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_PRACK_for_nothing_is_answered_481_and_one_with_a_new_offer_488()
    {
        var caller = Call(headers: "Supported: 100rel\r\n");
        var callee = _carrier.TakeInvite();
        callee.Reply(183, "Session Progress", _carrier.Sdp());
        var number = caller.Take("SIP/2.0 183").Header("RSeq");
        caller.Request("PRACK", headers: "RAck: 1 2 INVITE\r\n");
        caller.Take("SIP/2.0 481");
        caller.Request("PRACK", Customer.Sdp(6000), $"RAck: {number} 1 INVITE\r\n");
        caller.Take("SIP/2.0 488");
        caller.Request("PRACK", Customer.Sdp(), $"RAck: {number} 1 INVITE\r\n");
        Assert.Contains("m=audio", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        callee.Refuse(486, "Busy Here");
        caller.Take("SIP/2.0 486");
        caller.Ack();
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_UPDATE_before_the_answer_passes_when_the_first_offer_is_answered()
    {
        var caller = Call(headers: "Supported: 100rel\r\nAllow: INVITE, ACK, UPDATE\r\n");
        var callee = _carrier.TakeInvite();
        caller.Request("UPDATE", Customer.Sdp(5000));
        Assert.Equal(0, _carrier.Waiting);
        Assert.NotEqual(200, Customer.Take("SIP/2.0 4").Status);
        callee.Reply(183, "Session Progress", _carrier.Sdp(), "Allow: INVITE, UPDATE\r\nRequire: 100rel\r\nRSeq: 1\r\n");
        callee.Accept("PRACK ");
        var number = caller.Take("SIP/2.0 183").Header("RSeq");
        caller.Request("PRACK", headers: $"RAck: {number} 1 INVITE\r\n");
        caller.Take("SIP/2.0 200");
        caller.Request("UPDATE", Customer.Sdp(5000));
        var update = callee.Take("UPDATE ");
        Assert.Contains("m=audio 5000", update.Text, StringComparison.Ordinal);
        callee.Reply(update, 200, "OK", _carrier.Sdp(4002));
        Assert.Contains("m=audio 4002", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        callee.Request("UPDATE", _carrier.Sdp(4004));
        caller.Reply(caller.Take("UPDATE "), 200, "OK", Customer.Sdp(5000));
        callee.Take("SIP/2.0 200");
        callee.Reply(200, "OK");
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_session_description_among_other_parts_is_found(bool inInvite)
    {
        string Multipart(string sdp) => $"--b1\r\nContent-Type: application/isup\r\n\r\nxyz\r\n--b1\r\nContent-Type: application/sdp\r\n\r\n{sdp}\r\n--b1--\r\n";
        const string Type = "Content-Type: multipart/mixed;boundary=b1\r\n";
        var caller = inInvite ? Customer.Invite(Callee, Multipart(Customer.Sdp()), Type) : Customer.Invite(Callee);
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        Assert.Equal("application/sdp", callee.Invited.Header("Content-Type"));
        Assert.DoesNotContain("xyz", callee.Invited.Text, StringComparison.Ordinal);
        if (inInvite) callee.Reply(200, "OK", _carrier.Sdp());
        else callee.Reply(200, "OK", Multipart(_carrier.Sdp()), Type);
        callee.Take("ACK ");
        Assert.Contains("m=audio 4000", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_body_that_is_no_session_description_is_refused_with_what_is_known()
    {
        var caller = Customer.Invite(Callee, "hello", "Content-Type: text/plain\r\n");
        caller.Take("SIP/2.0 100");
        Assert.Equal("application/sdp", caller.Take("SIP/2.0 415").Header("Accept"));
        caller.Ack();
        AssertEnded(CallEndReason.ProtocolError, 415);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_session_description_that_cannot_be_read_is_refused()
    {
        var caller = Call(sdp: "v=0\r\nnonsense");
        caller.Take("SIP/2.0 488");
        caller.Ack();
        AssertEnded(CallEndReason.ProtocolError, 488);
        AssertNothingIsLeft();
    }

    private static string Sdp(string message) => message[message.IndexOf("v=0", StringComparison.Ordinal)..];
}

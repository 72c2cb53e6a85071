using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>What the parties of an answered call ask of each other (RFC 3261 §14, §15, RFC 3311, RFC 6086).</summary>
public sealed class InDialogTests : CallTest
{
    private readonly TestParty _carrier;

    public InDialogTests() => _carrier = Carrier("carrier", "203.0.113.20:5060");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hold_and_resume_pass_from_either_side(bool byCaller)
    {
        var (holder, held, party, other) = Sides(byCaller);
        holder.Request("INVITE", party.Sdp(direction: "sendonly", version: 2));
        holder.Take("SIP/2.0 100");
        held.Take("INVITE ");
        Assert.Contains("a=sendonly", held.Invited.Text, StringComparison.Ordinal);
        held.Reply(200, "OK", other.Sdp(direction: "recvonly"));
        held.Take("ACK ");
        Assert.Contains("a=recvonly", holder.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        holder.Ack();
        holder.Request("INVITE", party.Sdp(version: 3));
        holder.Take("SIP/2.0 100");
        held.Take("INVITE ");
        held.Reply(200, "OK", other.Sdp());
        held.Take("ACK ");
        Assert.Contains("a=sendrecv", holder.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        holder.Ack();
        HangUp(held, holder);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_session_description_that_says_nothing_new_is_answered_here()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(version: 2));
        Assert.Contains("m=audio 4000", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        caller.Ack();
        Assert.Equal(0, _carrier.Waiting);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_fax_goes_over_to_T38_and_a_refused_one_leaves_the_call_as_it_was()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        var (caller, callee) = Connect(_carrier);
        var fax = "v=0\r\no=- 1 2 IN IP4 203.0.113.20\r\ns=-\r\nc=IN IP4 203.0.113.20\r\nt=0 0\r\nm=image 4500 udptl t38\r\n";
        for (var i = 0; i < 2; i++)
        {
            callee.Request("INVITE", fax);
            callee.Take("SIP/2.0 100");
            caller.Take("INVITE ");
            Assert.Contains("m=image 40004 udptl t38", caller.Invited.Text, StringComparison.Ordinal);
            // The same offer once more is no refresh of what was never agreed.
            caller.Refuse(488, "Not Acceptable Here");
            callee.Take("SIP/2.0 488");
            callee.Ack();
        }
        var audio = Scene.Switch.Relay.Streams[0];
        Assert.Equal("203.0.113.20:4000", audio.Remotes[1].ToString());
        callee.Request("INVITE", fax);
        callee.Take("SIP/2.0 100");
        caller.Take("INVITE ");
        caller.Reply(200, "OK", fax.Replace("203.0.113.20", "198.51.100.10", StringComparison.Ordinal));
        caller.Take("ACK ");
        Assert.Contains("m=image 40006 udptl t38", callee.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        callee.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Offers_that_cross_are_both_refused_491()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Request("INVITE", _carrier.Sdp(5002));
        callee.Take("INVITE ");
        callee.Take("SIP/2.0 491");
        callee.Ack();
        callee.Refuse(491, "Request Pending");
        caller.Take("SIP/2.0 491");
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_second_offer_before_the_first_is_answered_is_refused_500()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Take("INVITE ");
        caller.Request("INVITE", Customer.Sdp(5002));
        Assert.NotEmpty(caller.Take("SIP/2.0 500").Headers("Retry-After"));
        caller.Ack();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        var answer = caller.Take("SIP/2.0 200");
        Assert.Equal("2 INVITE", answer.Header("CSeq"));
        caller.Request("ACK", sequence: 2);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_re_INVITE_may_be_given_up()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Take("INVITE ");
        callee.Reply(180, "Ringing");
        caller.Request("CANCEL");
        caller.Take("SIP/2.0 200");
        callee.Reply(callee.Take("CANCEL "), 200, "OK");
        callee.Refuse(487, "Request Terminated");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        Assert.Empty(Scene.Records);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_re_INVITE_does_not_wait_for_ever()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Take("INVITE ");
        callee.Reply(180, "Ringing");
        Advance(31.9);
        Assert.Equal(0, _carrier.Waiting);
        Advance(0.1);
        callee.Reply(callee.Take("CANCEL "), 200, "OK");
        callee.Refuse(487, "Request Terminated");
        caller.Take("SIP/2.0 504");
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hanging_up_ends_a_re_INVITE_that_is_under_way(bool byAsker)
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Take("INVITE ");
        callee.Reply(180, "Ringing");
        if (byAsker)
        {
            caller.Request("BYE");
            caller.Take("SIP/2.0 200");
            caller.Take("SIP/2.0 487");
            caller.Ack(sequence: 2);
            callee.Accept("CANCEL ");
            callee.Refuse(487, "Request Terminated", takesAck: false);
            callee.Accept("BYE ");
            callee.Take("ACK ");
        }
        else
        {
            callee.Request("BYE");
            callee.Take("SIP/2.0 200");
            callee.Accept("CANCEL ");
            callee.Refuse(487, "Request Terminated");
            caller.Take("SIP/2.0 487");
            caller.Ack();
            caller.Accept("BYE ");
        }
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_UPDATE_passes_as_what_the_other_side_knows()
    {
        var (caller, callee) = Connect(_carrier, callerHeaders: "Allow: INVITE, UPDATE\r\n", calleeHeaders: "Allow: INVITE, BYE\r\n");
        caller.Request("UPDATE", Customer.Sdp(5000), "Supported: timer\r\nSession-Expires: 400\r\n");
        callee.Take("INVITE ");
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        Assert.StartsWith("400", caller.Take("SIP/2.0 200").Header("Session-Expires"), StringComparison.Ordinal);
        callee.Request("UPDATE", _carrier.Sdp(5002));
        caller.Reply(caller.Take("UPDATE "), 200, "OK", Customer.Sdp(5000));
        callee.Take("SIP/2.0 200");
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_late_offer_within_the_call_is_answered_in_the_ACK()
    {
        var (caller, callee) = Connect(_carrier);
        callee.Request("INVITE");
        callee.Take("SIP/2.0 100");
        caller.Take("INVITE ");
        Assert.DoesNotContain("m=audio", caller.Invited.Text, StringComparison.Ordinal);
        caller.Reply(200, "OK", Customer.Sdp(6000));
        Assert.Contains("m=audio 6000", callee.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        callee.Ack(_carrier.Sdp(6002));
        Assert.Contains("m=audio 6002", caller.Take("ACK ").Text, StringComparison.Ordinal);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("INFO", "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n")]
    [InlineData("MESSAGE", "text/plain", "hello")]
    public void Requests_with_a_body_pass_as_they_are(string method, string type, string body)
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request(method, body, $"Content-Type: {type}\r\nInfo-Package: x\r\n");
        var passed = callee.Accept(method + " ");
        Assert.Equal(type, passed.Header("Content-Type"));
        Assert.Equal("x", passed.Header("Info-Package"));
        Assert.EndsWith("\r\n\r\n" + body, passed.Text, StringComparison.Ordinal);
        caller.Take("SIP/2.0 200");
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void OPTIONS_within_a_call_asks_the_switch()
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request("OPTIONS");
        Assert.Contains("UPDATE", caller.Take("SIP/2.0 200").Header("Allow"), StringComparison.Ordinal);
        caller.Request("SUBSCRIBE");
        Assert.NotEqual(200, Customer.Take("SIP/2.0 4").Status);
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("INFO", 481)]
    [InlineData("INFO", 408)]
    [InlineData("INFO", 0)]
    [InlineData("INVITE", 481)]
    [InlineData("INVITE", 0)]
    public void A_party_that_does_not_know_the_call_any_more_has_gone(string method, int status)
    {
        var (caller, callee) = Connect(_carrier);
        caller.Request(method, method == "INVITE" ? Customer.Sdp(5000) : null);
        if (method == "INVITE") caller.Take("SIP/2.0 100");
        var request = callee.Take(method + " ");
        if (status > 0) callee.Reply(request, status, "Gone");
        else Advance(32);
        if (method == "INVITE")
        {
            caller.Take(status > 0 ? $"SIP/2.0 {status}" : "SIP/2.0 408");
            caller.Ack();
        }
        else if (status > 0)
        {
            caller.Take($"SIP/2.0 {status}");
        }
        else
        {
            // The asker's own timer has run out by then; an answer would be for nobody.
            while (Customer.Waiting > 1) caller.Take("SIP/2.0 408");
        }
        caller.Accept("BYE ");
        AssertEnded(CallEndReason.DialogGone, 200);
        Drain(_carrier);
        AssertNothingIsLeft(silent: _carrier);
    }

    [Fact]
    public void A_repeated_2xx_is_acknowledged_with_its_own_number()
    {
        var (caller, callee) = Connect(_carrier);
        var first = callee.Invited;
        caller.Request("INVITE", Customer.Sdp(5000));
        caller.Take("SIP/2.0 100");
        callee.Take("INVITE ");
        callee.Reply(first, 200, "OK", _carrier.Sdp());
        Assert.Equal("1 ACK", callee.Take("ACK ").Header("CSeq"));
        callee.Reply(200, "OK", _carrier.Sdp());
        Assert.Equal("2 ACK", callee.Take("ACK ").Header("CSeq"));
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, callee);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_that_ended_before_its_ACK_lets_go_of_a_caller_who_hangs_up()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        callee.Request("BYE");
        callee.Take("SIP/2.0 200");
        Assert.Equal(0, Customer.Waiting);
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_that_ended_before_its_ACK_is_hung_up_once_it_comes()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        callee.Request("BYE");
        callee.Take("SIP/2.0 200");
        Assert.Equal(0, Customer.Waiting);
        caller.Ack();
        caller.Accept("BYE ");
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("203.0.113.99:5080", true)]
    [InlineData("10.1.1.1:5060", false)]
    [InlineData("carrier.example", false)]
    public void Requests_go_to_the_address_that_a_gateway_asks_for(string contact, bool followed)
    {
        var elsewhere = Scene.Party(Callee, "203.0.113.99:5080");
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp(), $"Contact: <sip:x@{contact}>\r\n", hasContact: false);
        var at = followed ? elsewhere : _carrier;
        Assert.StartsWith($"ACK sip:x@{contact} SIP/2.0", at.Take("ACK ").Text, StringComparison.Ordinal);
        caller.Take("SIP/2.0 200");
        caller.Ack();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Reply(at.Take("BYE "), 200, "OK");
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_recorded_proxy_is_the_next_hop()
    {
        var proxy = Scene.Party("proxy", "203.0.113.98:5060");
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp(), "Record-Route: <sip:203.0.113.98;lr>\r\n");
        Assert.Equal("<sip:203.0.113.98;lr>", proxy.Take("ACK ").Header("Route"));
        caller.Take("SIP/2.0 200");
        caller.Ack();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        callee.Reply(proxy.Take("BYE "), 200, "OK");
        AssertNothingIsLeft();
    }

    private (TestDialog Holder, TestDialog Held, TestParty Party, TestParty Other) Sides(bool byCaller)
    {
        var (caller, callee) = Connect(_carrier);
        return byCaller ? (caller, callee, Customer, _carrier) : (callee, caller, _carrier, Customer);
    }
}

using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Calls that ring at one phone and are taken at another, by an INVITE with Replaces (RFC 3891 §3).</summary>
public sealed class PickupTests : CallTest
{
    private readonly TestParty _bob;
    private readonly TestParty _cy;

    public PickupTests()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        _bob = Scene.Phone("200", "198.51.100.22:5060");
        _cy = Scene.Phone("300", "198.51.100.23:5060");
    }

    [Theory]
    [InlineData("")]
    [InlineData(";early-only")]
    public void A_call_that_rings_at_one_phone_can_be_taken_at_another(string flag)
    {
        var (caller, bob) = Ring();
        var cy = PickUp(bob, flag: flag);
        AssertCancelled(bob);
        // Each hears of the other's media, by way of the relay.
        Assert.Contains("m=audio 40000", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        Assert.Contains("m=audio 40002", cy.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        Assert.Equal(["198.51.100.10:4000", "198.51.100.23:4000"], Scene.Switch.Relay.Streams[0].Remotes.Select(r => r.ToString()));
        cy.Ack();
        caller.Ack();
        AssertTalking(caller, cy);
        HangUp(cy, caller);
        var record = AssertEnded(CallEndReason.CalleeHungUp, 200);
        Assert.Equal(("200", "300"), (record.Received.Callee, record.Callee.Name));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_without_an_offer_can_be_taken_once_the_caller_has_answered_the_offer_of_the_other()
    {
        var (caller, bob) = Ring(sdp: null);
        var cy = PickUp(bob);
        AssertCancelled(bob);
        Assert.Contains("m=audio 40000", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        Assert.Equal(0, _cy.Waiting);
        caller.Ack(Customer.Sdp());
        Assert.Contains("m=audio 40002", cy.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        cy.Ack();
        AssertTalking(caller, cy);
        HangUp(caller, cy);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("cancel", CallEndReason.CalleeHungUp)]
    [InlineData("bye", CallEndReason.CallerHungUp)]
    [InlineData("silence", CallEndReason.NoAck)]
    [InlineData("nonsense", CallEndReason.CodecMismatch)]
    public void A_call_that_ends_before_the_offer_of_who_took_it_is_answered_refuses_it(string how, CallEndReason reason)
    {
        var (caller, bob) = Ring(sdp: null);
        var cy = PickUp(bob);
        AssertCancelled(bob);
        caller.Take("SIP/2.0 200");
        if (how == "cancel") cy.Request("CANCEL");
        if (how == "cancel") cy.Take("SIP/2.0 200");
        if (how == "bye") caller.Request("BYE");
        if (how is "bye") caller.Take("SIP/2.0 200");
        if (how == "nonsense") caller.Ack();
        if (how == "silence") Advance(32.2);
        cy.Take("SIP/2.0 487");
        cy.Ack();
        if (how == "cancel") caller.Ack();
        if (how == "silence") Drain(Customer);
        else if (how != "bye") caller.Accept("BYE ");
        AssertEnded(reason, 200);
        AssertNothingIsLeft(silent: Customer);
    }

    [Theory]
    [InlineData("18", 488)] // no codec in common
    [InlineData(null, 488)] // no offer
    public void A_call_that_cannot_be_taken_rings_on(string? codec, int status)
    {
        var (caller, bob) = Ring();
        var cy = PickUp(bob, codec is null ? null : _cy.Sdp(codec: codec));
        cy.Take($"SIP/2.0 {status}");
        cy.Ack();
        bob.Reply(200, "OK", _bob.Sdp());
        bob.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        AssertTalking(caller, bob);
        HangUp(caller, bob);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Media_is_relayed_for_a_phone_that_takes_a_call_and_needs_it()
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "Off");
        Scene.Switch.AddPhone("300", null, _ => (Phone)Scene.Switch.Directory.FindEndpoint("300")! with { Calls = new PhoneCalls { Media = MediaMode.MustOn } });
        var (caller, bob) = Ring();
        Assert.Contains("c=IN IP4 198.51.100.10", bob.Invited.Text, StringComparison.Ordinal);
        var cy = PickUp(bob);
        AssertCancelled(bob);
        Assert.Contains("c=IN IP4 192.0.2.1", caller.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        Assert.Contains("c=IN IP4 192.0.2.1", cy.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        cy.Ack();
        caller.Ack();
        HangUp(cy, caller);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_answer_of_the_phone_that_rang_may_cross()
    {
        var (caller, bob) = Ring();
        var cy = PickUp(bob);
        caller.Take("SIP/2.0 200");
        cy.Take("SIP/2.0 200");
        cy.Ack();
        caller.Ack();
        bob.Reply(200, "OK", _bob.Sdp());
        bob.Reply(bob.Take("CANCEL "), 200, "OK");
        bob.Take("ACK ");
        bob.Accept("BYE ");
        AssertTalking(caller, cy);
        HangUp(caller, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_that_still_owes_a_PRACK_is_not_answered()
    {
        var (caller, bob) = Ring(headers: "Require: 100rel\r\n");
        var cy = PickUp(bob);
        cy.Take("SIP/2.0 491");
        cy.Ack();
        caller.Request("PRACK", headers: "RAck: " + (1 + (int)(Convert.ToUInt64(caller.RemoteTag[2..], 16) & 0x3FFF_FFFF)) + " 1 INVITE\r\n");
        caller.Take("SIP/2.0 200");
        cy = PickUp(bob);
        AssertCancelled(bob);
        caller.Take("SIP/2.0 200");
        cy.Take("SIP/2.0 200");
        cy.Ack();
        caller.Ack();
        HangUp(caller, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_that_is_transferred_can_be_taken_where_it_rings()
    {
        var ann = Scene.Phone("100", "198.51.100.21:5060");
        var caller = ann.Invite("200");
        caller.Take("SIP/2.0 100");
        var bob = _bob.TakeInvite();
        bob.Reply(200, "OK", _bob.Sdp());
        bob.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        var dee = Scene.Phone("400", "198.51.100.24:5060");
        bob.Request("REFER", headers: "Refer-To: <sip:400@192.0.2.1>\r\n");
        bob.Take("SIP/2.0 202");
        bob.Accept("NOTIFY ");
        var rings = dee.TakeInvite();
        rings.Reply(180, "Ringing");
        bob.Accept("NOTIFY ");
        var cy = PickUp(rings);
        AssertCancelled(rings);
        cy.Take("SIP/2.0 200");
        cy.Ack();
        Assert.Contains("SIP/2.0 200 OK", bob.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        bob.Accept("BYE ");
        caller.Take("INVITE ");
        caller.Reply(200, "OK", ann.Sdp());
        caller.Take("ACK ");
        AssertTalking(caller, cy);
        HangUp(cy, caller);
        Assert.Equal(("100", "300"), (Scene.Records[1].Caller.Name, Scene.Records[1].Callee.Name));
        AssertNothingIsLeft();
    }

    private (TestDialog Caller, TestDialog Bob) Ring(string? sdp = "", string headers = "")
    {
        var caller = Call(sdp, headers, "200");
        var bob = _bob.TakeInvite();
        bob.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        return (caller, bob);
    }

    private TestDialog PickUp(TestDialog ringing, string? sdp = "", string flag = "") => _cy.Invite(
        "200", sdp, $"Replaces: {ringing.CallId};to-tag={ringing.RemoteTag};from-tag={ringing.LocalTag}{flag}\r\nRequire: replaces\r\n");

    private static void AssertCancelled(TestDialog ringing)
    {
        var cancel = ringing.Take("CANCEL ");
        Assert.Equal("SIP;cause=200", cancel.Header("Reason"));
        ringing.Reply(cancel, 200, "OK");
        ringing.Refuse(487, "Request Terminated");
    }

    private static void AssertTalking(TestDialog one, TestDialog other)
    {
        foreach (var (from, to) in new[] { (one, other), (other, one) })
        {
            from.Request("INFO");
            to.Accept("INFO ");
            from.Take("SIP/2.0 200");
        }
    }
}

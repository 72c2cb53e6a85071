using System.Globalization;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Testing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Transfers within one shard.</summary>
public sealed class TransferTests() : TransferStories(1);

/// <summary>Transfers, blind and attended (RFC 3515, RFC 3891), which the switch carries out itself.</summary>
public abstract class TransferStories : CallTest
{
    protected TestParty Ann { get; }

    protected TestParty Bob { get; }

    protected TestParty Cy { get; }

    protected TransferStories(int shards)
        : base(shards)
    {
        Scene.Switch.Set("SS_MEDIA_PROXY_MODE", "On");
        Ann = Scene.Phone("100", "198.51.100.21:5060");
        Bob = Scene.Phone("200", "198.51.100.22:5060");
        Cy = Scene.Phone("300", "198.51.100.23:5060");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_blind_transfer_connects_the_other_party_to_the_target(bool byCaller)
    {
        var (ann, bob) = byCaller ? Connect(Ann, Bob) : Reverse(Connect(Bob, Ann));
        Hold(ann, Ann, bob, Bob);
        ann.Request("REFER", headers: "Refer-To: <sip:300@192.0.2.1>\r\n");
        ann.Take("SIP/2.0 202");
        Assert.Contains("SIP/2.0 100 Trying", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        var cy = Cy.TakeInvite();
        // Whom the transferor had on hold the target has not.
        Assert.Contains("a=sendrecv", cy.Invited.Text, StringComparison.Ordinal);
        Assert.Equal("<sip:200@", cy.Invited.Header("From")[..9]);
        cy.Reply(180, "Ringing");
        Assert.Contains("SIP/2.0 180 Ringing", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        var last = ann.Accept("NOTIFY ");
        Assert.Contains("SIP/2.0 200 OK", last.Text, StringComparison.Ordinal);
        Assert.StartsWith("terminated", last.Header("Subscription-State"), StringComparison.Ordinal);
        ann.Accept("BYE ");
        AcceptOffer(bob, Bob);
        AssertEnded(CallEndReason.Transferred, 200);
        AssertTalking(bob, cy);
        HangUp(cy, bob);
        Assert.Equal(CallEndReason.CalleeHungUp, Scene.Records[1].EndReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transferee_is_offered_another_version_of_its_session()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var before = OriginOf(bob.Invited);
        Refer(ann, "<sip:300@192.0.2.1>");
        var cy = Cy.TakeInvite();
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        ann.Accept("NOTIFY ");
        ann.Accept("BYE ");
        AcceptOffer(bob, Bob);
        // RFC 3264 §8.
        var after = OriginOf(bob.Invited);
        Assert.Equal(before.Session, after.Session);
        Assert.Equal(before.Version + 1, after.Version);
        HangUp(cy, bob);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Original", null, "200")]
    [InlineData("Original", ShownCaller.Own, "4930500")]
    [InlineData("Own", null, "4930500")]
    [InlineData("Own", ShownCaller.Original, "200")]
    public void The_target_of_a_transfer_sees_the_transferee_or_the_transferor(string use, ShownCaller? own, string shown)
    {
        Scene.Switch.Set("SS_CALL_TRANSFER_NORMAL_DISPLAY", use);
        Scene.Switch.AddPhone("100", null, phone => (Phone)Scene.Switch.Directory.FindEndpoint("100")! with
        {
            Calls = new PhoneCalls { DisplayNumber = "4930500", TransferShows = own },
        });
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        var cy = Cy.TakeInvite();
        Assert.StartsWith($"<sip:{shown}@", cy.Invited.Header("From"), StringComparison.Ordinal);
        cy.Refuse(486, "Busy Here");
        ann.Accept("NOTIFY ");
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(486)]
    public void A_transferor_may_go_as_soon_as_it_has_asked(int status)
    {
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        ann.Request("BYE");
        ann.Take("SIP/2.0 200");
        Assert.Empty(Scene.Records);
        var cy = Cy.TakeInvite();
        if (status == 200)
        {
            cy.Reply(200, "OK", Cy.Sdp());
            cy.Take("ACK ");
            AcceptOffer(bob, Bob);
            AssertTalking(bob, cy);
            HangUp(bob, cy);
        }
        else
        {
            cy.Refuse(status, "No");
            bob.Accept("BYE ");
        }
        Assert.Equal(2, Scene.Records.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_that_a_transfer_has_made_does_not_live_for_ever_when_its_parties_are_gone()
    {
        Scene.Switch.Set("SS_NOMEDIAHANGUPTIME", "0");
        Scene.Switch.Set("SS_SIP_NO_TIMER_REINVITE_INTERVAL", "100");
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        ann.Request("BYE");
        ann.Take("SIP/2.0 200");
        var cy = Cy.TakeInvite();
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        AcceptOffer(bob, Bob);
        // It is noticed at the next checkpoint.
        Advance(109.8);
        Assert.Equal((0, 0), (Bob.Waiting, Cy.Waiting));
        Advance(0.4);
        bob.Accept("BYE ");
        cy.Accept("BYE ");
        Assert.Equal((CallEndReason.DurationLimit, "SS_SIP_NO_TIMER_REINVITE_INTERVAL"), (Scene.Records[1].EndReason, Scene.Records[1].EndRule));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transfer_that_fails_leaves_the_call()
    {
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        Cy.TakeInvite().Refuse(486, "Busy Here");
        Assert.Contains("SIP/2.0 486 Busy Here", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        AssertEnded(CallEndReason.Busy, 486);
        // And may be tried again.
        Refer(ann, "<sip:300@192.0.2.1>");
        Cy.TakeInvite().Refuse(603, "Decline");
        ann.Accept("NOTIFY ");
        AssertTalking(ann, bob);
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("bye")]
    [InlineData("operator")]
    public void A_call_that_ends_while_it_is_transferred_takes_the_transfer_with_it(string how)
    {
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        var cy = Cy.TakeInvite();
        cy.Reply(180, "Ringing");
        ann.Accept("NOTIFY ");
        if (how == "bye") bob.Request("BYE");
        else Scene.Run(() => Scene.Switch.Calls.HangUpAll(Scene.Switch.Now));
        cy.Reply(cy.Take("CANCEL "), 200, "OK");
        cy.Refuse(487, "Request Terminated");
        Drain(Bob);
        Assert.Contains("487", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        ann.Accept("BYE ");
        Assert.Equal(2, Scene.Records.Count);
        AssertNothingIsLeft(silent: Bob);
    }

    [Fact]
    public void A_transfer_needs_the_permission_and_a_target()
    {
        Scene.Switch.AddPhone("100", null, phone => phone with
        {
            Mode = AuthenticationMode.Address, Allow = Scene.Switch.Directory.FindEndpoint("200")!.Allow, Calls = new PhoneCalls { Transfer = false },
        });
        var (ann, bob) = Connect(Ann, Bob);
        ann.Request("REFER", headers: "Refer-To: <sip:300@192.0.2.1>\r\n");
        ann.Take("SIP/2.0 403");
        bob.Request("REFER", headers: "Refer-To: <mailto:300@192.0.2.1>\r\n");
        bob.Take("SIP/2.0 400");
        bob.Request("REFER", headers: "Refer-To: <sip:300@192.0.2.1?Replaces=a%3Bto-tag%3Dtm0000000000000001%3Bfrom-tag%3Dc>\r\n");
        bob.Take("SIP/2.0 481");
        bob.Request("REFER", headers: "Refer-To: <sip:999999@192.0.2.1>\r\n");
        bob.Take("SIP/2.0 603");
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void An_attended_transfer_connects_the_two_others(bool calledBob, bool calledCy)
    {
        var (ann, bob) = calledBob ? Connect(Ann, Bob) : Reverse(Connect(Bob, Ann));
        Hold(ann, Ann, bob, Bob);
        ComeInElsewhere();
        var (second, cy) = calledCy ? Connect(Ann, Cy) : Reverse(Connect(Cy, Ann));
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        Assert.Contains("a=sendrecv", cy.Invited.Text, StringComparison.Ordinal);
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        Assert.Contains("SIP/2.0 200 OK", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        ann.Accept("BYE ");
        second.Accept("BYE ");
        AcceptOffer(bob, Bob);
        AssertTalking(bob, cy);
        Assert.Equal((0, 0), Scene.Switch.Routing.CallsOfPhone("100"));
        HangUp(bob, cy);
        Assert.Equal(2, Scene.Records.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_attended_transfer_that_the_target_refuses_leaves_both_calls()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var (second, cy) = Connect(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        cy.Refuse(488, "Not Acceptable Here");
        Assert.Contains("488", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        AssertTalking(ann, bob);
        AssertTalking(second, cy);
        HangUp(ann, bob);
        HangUp(second, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_attended_transfer_whose_target_has_gone_fails()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var (second, cy) = Connect(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        cy.Request("BYE");
        cy.Take("SIP/2.0 200");
        second.Accept("BYE ");
        cy.Refuse(487, "Request Terminated");
        Assert.Contains("SIP/2.0 487", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transferee_that_refuses_the_new_media_ends_the_call()
    {
        var (ann, bob) = Connect(Ann, Bob);
        Refer(ann, "<sip:300@192.0.2.1>");
        var cy = Cy.TakeInvite();
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        ann.Accept("NOTIFY ");
        ann.Accept("BYE ");
        bob.Take("INVITE ");
        bob.Refuse(488, "Not Acceptable Here");
        bob.Accept("BYE ");
        cy.Accept("BYE ");
        Assert.Equal(CallEndReason.CodecMismatch, Scene.Records[1].EndReason);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true, 2099, 4001)]
    [InlineData(false, 0, 2001)]
    public void A_party_whose_own_INVITE_crosses_that_of_a_transfer_is_asked_again(bool calledBob, long afterMore, long beforeMore)
    {
        var (ann, bob) = calledBob ? Connect(Ann, Bob) : Reverse(Connect(Bob, Ann));
        Refer(ann, "<sip:300@192.0.2.1>");
        var cy = Cy.TakeInvite();
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        ann.Accept("NOTIFY ");
        ann.Accept("BYE ");
        for (var i = 0; i < 3; i++)
        {
            bob.Take("INVITE ");
            bob.Refuse(491, "Request Pending");
            var asked = Scene.Switch.Now;
            while (Bob.Waiting == 0) Scene.Advance(TimeSpan.FromMilliseconds(10), 10);
            Assert.InRange(Scene.Switch.Now - asked, afterMore, beforeMore + 10);
        }
        AcceptOffer(bob, Bob);
        AssertTalking(bob, cy);
        HangUp(bob, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_party_that_goes_on_with_its_own_INVITE_is_asked_when_that_is_over()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var (second, cy) = Connect(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        cy.Request("INVITE", Cy.Sdp(4010, version: 2));
        cy.Take("SIP/2.0 491");
        cy.Ack();
        cy.Refuse(491, "Request Pending");
        // Its own comes again sooner, since the Call-ID is not its, and takes its time.
        cy.Request("INVITE", Cy.Sdp(4010, version: 2));
        cy.Take("SIP/2.0 100");
        second.Take("INVITE ");
        Advance(5);
        Assert.Equal(0, Cy.Waiting);
        Drain(Ann);
        second.Reply(200, "OK", Ann.Sdp());
        second.Take("ACK ");
        cy.Take("SIP/2.0 200");
        cy.Ack();
        for (var start = Scene.Switch.Now; Cy.Waiting == 0 && Scene.Switch.Now < start + 4_100;) Advance(0.1);
        cy.Take("INVITE ");
        cy.Reply(200, "OK", Cy.Sdp(4010, version: 2));
        cy.Take("ACK ");
        Assert.Contains("SIP/2.0 200 OK", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        ann.Accept("BYE ");
        second.Accept("BYE ");
        AcceptOffer(bob, Bob);
        AssertTalking(bob, cy);
        HangUp(bob, cy);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("never", 491)]
    [InlineData("bye", 487)]
    public void A_transfer_whose_target_never_has_time_for_it_fails(string how, int status)
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var (second, cy) = Connect(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        cy.Refuse(491, "Request Pending");
        if (how == "bye")
        {
            cy.Request("BYE");
            cy.Take("SIP/2.0 200");
        }
        else
        {
            for (var start = Scene.Switch.Now; Ann.Waiting == 0 && Scene.Switch.Now < start + 60_000; Advance(0.1))
            {
                if (Cy.Waiting == 0) continue;
                cy.Take("INVITE ");
                cy.Refuse(491, "Request Pending");
            }
        }
        // Another shard hears of it a moment after the BYE.
        if (how == "bye" && Scene.Shards.Count > 1) second.Accept("BYE ");
        Assert.Contains($"SIP/2.0 {status}", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        if (how == "bye" && Scene.Shards.Count == 1) second.Accept("BYE ");
        AssertTalking(ann, bob);
        HangUp(ann, bob);
        if (how != "bye") HangUp(second, cy);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_INVITE_with_Replaces_takes_the_place_of_a_party(bool withOffer)
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var cy = Cy.Invite("200", withOffer ? Cy.Sdp() : null, ReplacesHeader(ann));
        cy.Take("SIP/2.0 100");
        bob.Take("INVITE ");
        Assert.Equal(withOffer, bob.Invited.Text.Contains("m=audio", StringComparison.Ordinal));
        bob.Reply(200, "OK", Bob.Sdp());
        if (withOffer) bob.Take("ACK ");
        Assert.Contains("m=audio", cy.Take("SIP/2.0 200").Text, StringComparison.Ordinal);
        ann.Accept("BYE ");
        cy.Ack(withOffer ? null : Cy.Sdp());
        if (!withOffer) Assert.Contains("m=audio", bob.Take("ACK ").Text, StringComparison.Ordinal);
        AssertTalking(cy, bob);
        HangUp(bob, cy);
        Assert.Equal("300", Record.Caller.Name);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_replacement_that_is_refused_or_given_up_leaves_the_call()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var cy = Cy.Invite("200", headers: ReplacesHeader(ann));
        cy.Take("SIP/2.0 100");
        bob.Take("INVITE ");
        bob.Refuse(486, "Busy Here");
        cy.Take("SIP/2.0 486");
        cy.Ack();
        cy = Cy.Invite("200", headers: ReplacesHeader(ann));
        cy.Take("SIP/2.0 100");
        bob.Take("INVITE ");
        bob.Reply(180, "Ringing");
        cy.Request("CANCEL");
        cy.Take("SIP/2.0 200");
        bob.Reply(bob.Take("CANCEL "), 200, "OK");
        bob.Refuse(487, "Request Terminated");
        cy.Take("SIP/2.0 487");
        cy.Ack();
        AssertTalking(ann, bob);
        Assert.Equal("198.51.100.21:4000", Scene.Switch.Relay.Streams[0].Remotes[0].ToString());
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_replacement_ends_with_its_call()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ComeInElsewhere();
        var cy = Cy.Invite("200", headers: ReplacesHeader(ann));
        cy.Take("SIP/2.0 100");
        bob.Take("INVITE ");
        ann.Request("BYE");
        ann.Take("SIP/2.0 200");
        bob.Accept("BYE ");
        bob.Refuse(487, "Request Terminated");
        cy.Take("SIP/2.0 487");
        cy.Ack();
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("Replaces: x;to-tag=tm0000000000000001;from-tag=c\r\n", 481)]
    [InlineData("Replaces: nonsense\r\n", 400)]
    public void Replaces_of_no_call_is_refused(string header, int status)
    {
        var cy = Cy.Invite("200", headers: header);
        cy.Take($"SIP/2.0 {status}");
        cy.Ack();
        AssertNothingIsLeft();
    }

    [Fact]
    public void Replaces_of_a_call_that_rings_or_only_while_it_rings_is_refused()
    {
        var ann = Ann.Invite("200");
        ann.Take("SIP/2.0 100");
        var bob = Bob.TakeInvite();
        bob.Reply(180, "Ringing");
        ann.Take("SIP/2.0 180");
        var cy = Cy.Invite("200", headers: ReplacesHeader(ann));
        cy.Take("SIP/2.0 481");
        cy.Ack();
        bob.Reply(200, "OK", Bob.Sdp());
        bob.Take("ACK ");
        ann.Take("SIP/2.0 200");
        ann.Ack();
        cy = Cy.Invite("200", headers: ReplacesHeader(ann).Replace("\r\nRequire", ";early-only\r\nRequire", StringComparison.Ordinal));
        cy.Take("SIP/2.0 486");
        cy.Ack();
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    // With two shards, the calls that begin from now on are of the other one.
    protected void ComeInElsewhere()
    {
        foreach (var party in Scene.Parties) party.Shard = Scene.Shards.Count - 1;
    }

    protected static (TestDialog Caller, TestDialog Callee) Connect(TestParty from, TestParty to)
    {
        var caller = from.Invite(to.Number);
        caller.Take("SIP/2.0 100");
        var callee = to.TakeInvite();
        callee.Reply(200, "OK", to.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        return (caller, callee);
    }

    protected static (TestDialog, TestDialog) Reverse((TestDialog Caller, TestDialog Callee) call) => (call.Callee, call.Caller);

    protected static void Hold(TestDialog holder, TestParty party, TestDialog held, TestParty other)
    {
        holder.Request("INVITE", party.Sdp(direction: "sendonly", version: 2));
        holder.Take("SIP/2.0 100");
        held.Take("INVITE ");
        held.Reply(200, "OK", other.Sdp(direction: "recvonly"));
        held.Take("ACK ");
        holder.Take("SIP/2.0 200");
        holder.Ack();
    }

    private static (string Session, long Version) OriginOf(SentMessage invite)
    {
        var parts = invite.Text.Split("\r\no=", 2)[1].Split(' ');
        return (parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    protected static void Refer(TestDialog transferor, string target)
    {
        transferor.Request("REFER", headers: $"Refer-To: {target}\r\n");
        transferor.Take("SIP/2.0 202");
        transferor.Accept("NOTIFY ");
    }

    protected static void AcceptOffer(TestDialog transferee, TestParty party)
    {
        transferee.Take("INVITE ");
        Assert.Contains("a=sendrecv", transferee.Invited.Text, StringComparison.Ordinal);
        transferee.Reply(200, "OK", party.Sdp());
        transferee.Take("ACK ");
    }

    // An INFO of one comes to the other, and back.
    protected static void AssertTalking(TestDialog one, TestDialog other)
    {
        foreach (var (from, to) in new[] { (one, other), (other, one) })
        {
            from.Request("INFO");
            to.Accept("INFO ");
            from.Take("SIP/2.0 200");
        }
    }

    protected static string ReplacesOf(TestDialog own) =>
        $"<sip:300@192.0.2.1?Replaces={Uri.EscapeDataString($"{own.CallId};to-tag={own.RemoteTag};from-tag={own.LocalTag}")}>";

    protected static string ReplacesHeader(TestDialog replaced) =>
        $"Replaces: {replaced.CallId};to-tag={replaced.RemoteTag};from-tag={replaced.LocalTag}\r\nRequire: replaces\r\n";
}

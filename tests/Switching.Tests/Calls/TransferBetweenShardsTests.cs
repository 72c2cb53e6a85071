using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Transfers between calls of two shards: the transferee's leg goes from the one to the other.</summary>
public sealed class TransferBetweenShardsTests() : TransferStories(2)
{
    [Fact]
    public void A_leg_that_went_to_another_shard_holds_is_held_and_hangs_up_as_before()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Assert.Equal((1, 1), CallCounts());
        Transfer(ann, bob, second, cy);
        Assert.Equal((0, 1), CallCounts());
        Hold(bob, Bob, cy, Cy);
        Hold(cy, Cy, bob, Bob);
        bob.Request("UPDATE");
        bob.Take("SIP/2.0 200");
        // An old request of it would have been answered 500 here as well.
        bob.Request("INFO", sequence: 1001);
        bob.Take("SIP/2.0 500");
        bob.Request("INVITE", Bob.Sdp(4010, version: 3));
        bob.Take("SIP/2.0 100");
        cy.Take("INVITE ");
        cy.Reply(180, "Ringing");
        bob.Request("CANCEL");
        bob.Take("SIP/2.0 200");
        cy.Reply(cy.Take("CANCEL "), 200, "OK");
        cy.Refuse(487, "Request Terminated");
        bob.Take("SIP/2.0 487");
        bob.Ack();
        HangUp(bob, cy);
        // The BYE comes again, since its answer was lost.
        bob.Repeat();
        bob.Take("SIP/2.0 200");
        Assert.Equal((CallEndReason.Transferred, CallEndReason.CallerHungUp), (Scene.Records[0].EndReason, Scene.Records[1].EndReason));
        Assert.Equal(("200", "300"), (Scene.Records[1].Caller.Name, Scene.Records[1].Callee.Name));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_leg_may_go_on_and_come_back()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Transfer(ann, bob, second, cy);
        foreach (var party in Scene.Parties) party.Shard = 0;
        // Cy calls Ann back, and gives Bob to her: Bob's leg returns to the shard that it began on.
        var (third, asked) = Connect(Cy, Ann);
        Transfer(cy, bob, third, asked);
        AssertTalking(bob, asked);
        Assert.Equal((1, 0), CallCounts());
        // And once more to the other shard.
        var (fourth, last) = ConnectElsewhere(Ann, Cy);
        Transfer(asked, bob, fourth, last);
        AssertTalking(last, bob);
        HangUp(last, bob);
        Assert.Equal(4, Scene.Records.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transfer_follows_the_leg_that_it_names_to_where_it_is()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Transfer(ann, bob, second, cy);
        foreach (var party in Scene.Parties) party.Shard = 0;
        // Bob, whose leg has the mark of the first shard and is with the second, calls Ann and has her connected with Cy.
        var (third, asked) = Connect(Bob, Ann);
        Refer(third, ReplacesOf(bob));
        cy.Take("INVITE ");
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        Finish(third, bob);
        AcceptOffer(asked, Ann);
        AssertTalking(asked, cy);
        HangUp(asked, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_INVITE_with_Replaces_follows_the_leg_that_it_names_to_where_it_is()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Transfer(ann, bob, second, cy);
        foreach (var party in Scene.Parties) party.Shard = 0;
        var instead = Ann.Invite("300", headers: ReplacesHeader(bob));
        instead.Take("SIP/2.0 100");
        cy.Take("INVITE ");
        cy.Reply(180, "Ringing");
        instead.Request("CANCEL");
        instead.Take("SIP/2.0 200");
        cy.Reply(cy.Take("CANCEL "), 200, "OK");
        cy.Refuse(487, "Request Terminated");
        instead.Take("SIP/2.0 487");
        instead.Ack();
        AssertTalking(bob, cy);
        HangUp(cy, bob);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transferee_that_hangs_up_while_the_target_is_asked_leaves_the_other_call_as_it_was()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        bob.Request("BYE");
        bob.Take("SIP/2.0 200");
        ann.Accept("BYE ");
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        // It is told again whom it talks with.
        cy.Take("INVITE ");
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        Assert.Equal("198.51.100.21:4000", Scene.Switch.Relay.Streams[1].Remotes[0].ToString());
        AssertTalking(second, cy);
        HangUp(second, cy);
        Assert.Equal(CallEndReason.CalleeHungUp, Scene.Records[0].EndReason);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_leg_that_comes_when_its_new_call_is_over_is_hung_up()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        Scene.PostsWait = true;
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        cy.Request("BYE");
        cy.Take("SIP/2.0 200");
        second.Accept("BYE ");
        Scene.PostsWait = false;
        Advance(0.1);
        Assert.Contains("200 OK", ann.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        ann.Accept("BYE ");
        bob.Accept("BYE ");
        Assert.Equal([CallEndReason.CalleeHungUp, CallEndReason.Transferred], Scene.Records.Select(r => r.EndReason));
        AssertNothingIsLeft();
    }

    [Fact]
    public void What_comes_while_a_leg_is_on_its_way_reaches_it()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Refer(ann, ReplacesOf(second));
        cy.Take("INVITE ");
        Scene.PostsWait = true;
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        Scene.Run(() => Scene.Shards[0].Take(Scene.Shards[1].Posts.Dequeue().Post));
        Finish(ann, null);
        // The first shard has let the leg go, the second has not got it yet.
        bob.Request("BYE");
        Assert.Equal(0, Bob.Waiting);
        Scene.PostsWait = false;
        Advance(0.1);
        bob.Take("INVITE ");
        bob.Take("SIP/2.0 200");
        bob.Refuse(481, "Gone");
        second.Accept("BYE ");
        cy.Accept("BYE ");
        Assert.Equal([CallEndReason.Transferred, CallEndReason.CallerHungUp], Scene.Records.Select(r => r.EndReason));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transferor_may_hang_up_before_its_REFER_is_answered()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Scene.PostsWait = true;
        ann.Request("REFER", headers: $"Refer-To: {ReplacesOf(second)}\r\n");
        Assert.Equal(0, Ann.Waiting);
        ann.Request("REFER", headers: "Refer-To: <sip:300@192.0.2.1>\r\n");
        ann.Take("SIP/2.0 491");
        ann.Request("BYE");
        ann.Take("SIP/2.0 200");
        Scene.PostsWait = false;
        Advance(0.1);
        ann.Take("SIP/2.0 202");
        cy.Take("INVITE ");
        cy.Reply(200, "OK", Cy.Sdp());
        cy.Take("ACK ");
        second.Accept("BYE ");
        AcceptOffer(bob, Bob);
        AssertTalking(bob, cy);
        HangUp(cy, bob);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_that_ends_before_its_REFER_is_answered_answers_it()
    {
        var (ann, bob) = Connect(Ann, Bob);
        var (second, cy) = ConnectElsewhere(Ann, Cy);
        Scene.PostsWait = true;
        ann.Request("REFER", headers: $"Refer-To: {ReplacesOf(second)}\r\n");
        bob.Request("BYE");
        bob.Take("SIP/2.0 200");
        ann.Take("SIP/2.0 481");
        ann.Accept("BYE ");
        Scene.PostsWait = false;
        Advance(0.1);
        cy.Take("INVITE ");
        cy.Refuse(488, "Not Acceptable Here");
        AssertTalking(second, cy);
        HangUp(second, cy);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_transfer_to_a_shard_that_there_is_not_is_refused()
    {
        var (ann, bob) = Connect(Ann, Bob);
        ann.Request("REFER", headers: "Refer-To: <sip:300@192.0.2.1?Replaces=a%3Bto-tag%3Dtm7700000000000001%3Bfrom-tag%3Dc>\r\n");
        ann.Take("SIP/2.0 481");
        HangUp(ann, bob);
        AssertNothingIsLeft();
    }

    private (TestDialog Caller, TestDialog Callee) ConnectElsewhere(TestParty from, TestParty to)
    {
        ComeInElsewhere();
        return Connect(from, to);
    }

    private static void Transfer(TestDialog transferor, TestDialog transferee, TestDialog second, TestDialog target)
    {
        Refer(transferor, ReplacesOf(second));
        target.Take("INVITE ");
        target.Reply(200, "OK", "v=0\r\no=x 1 1 IN IP4 198.51.100.99\r\ns=-\r\nc=IN IP4 198.51.100.99\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n");
        target.Take("ACK ");
        Finish(transferor, second);
        transferee.Take("INVITE ");
        transferee.Reply(200, "OK", "v=0\r\no=x 1 1 IN IP4 198.51.100.98\r\ns=-\r\nc=IN IP4 198.51.100.98\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n");
        transferee.Take("ACK ");
    }

    private static void Finish(TestDialog transferor, TestDialog? second)
    {
        Assert.Contains("SIP/2.0 200 OK", transferor.Accept("NOTIFY ").Text, StringComparison.Ordinal);
        transferor.Accept("BYE ");
        second?.Accept("BYE ");
    }

    private (int, int) CallCounts() => (Scene.Shards[0].Calls.Count, Scene.Shards[1].Calls.Count);
}

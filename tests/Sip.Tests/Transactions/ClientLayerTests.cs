using Tandem.Sip.Messages;
using static Tandem.Sip.Tests.Transactions.LayerMessages;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>The transaction layer towards those who answer our requests.</summary>
public class ClientLayerTests
{
    private readonly LayerRig _rig = new();

    [Fact]
    public void An_unanswered_INVITE_is_repeated_unchanged_and_times_out()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Pass(31_999);
        Assert.Equal(7, _rig.Sent.Count);
        Assert.Single(_rig.Sent.Distinct());
        Assert.Empty(_rig.Told);
        _rig.Pass(1);
        Assert.Equal(["timeout of leg"], _rig.Told);
        Assert.True(invite.IsOver);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_refusal_is_acknowledged_by_the_layer_each_time_and_told_once()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 100));
        _rig.Receive(Answer(invite, 486));
        _rig.Receive(Answer(invite, 486));
        Assert.Equal(["100 for leg", "486 for leg"], _rig.Told);
        Assert.True(invite.IsAnswered);
        Assert.Equal(3, _rig.Sent.Count);
        Assert.Equal(_rig.Sent[1], _rig.Sent[2]);
        _rig.Pass(32_000);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_ACK_of_a_refusal_is_that_of_RFC_3261_17_1_1_3()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 486));
        Assert.Equal(
            $"""
            ACK sip:300@203.0.113.9 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch={LayerRig.BranchText(invite.Branch)};rport
            Max-Forwards: 70
            Route: <sip:p1.example.net;lr>
            Route: <sip:p2.example.net;lr>
            Route: <sip:p3.example.net;lr>
            From: "Ann" <sip:100@192.0.2.1>;tag=tm01
            To: <sip:300@203.0.113.9>;tag=far
            Call-ID: ours@192.0.2.1
            CSeq: 101 ACK
            Content-Length: 0


            """,
            _rig.Sent[1]);
        Assert.Equal(LayerRig.Udp, _rig.SentOn);
    }

    [Fact]
    public void Over_TCP_a_refusal_is_acknowledged_and_the_INVITE_forgotten()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Tcp);
        _rig.Receive(Answer(invite, 486));
        Assert.StartsWith("ACK ", _rig.Sent[1]);
        Assert.Equal(["486 for leg"], _rig.Told);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Every_2xx_goes_to_the_user_those_of_other_forks_and_repeated_ones_too()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 180));
        _rig.Receive(Answer(invite, 200));
        _rig.Receive(Answer(invite, 200));
        _rig.Pass(31_999);
        _rig.Receive(Answer(invite, 200, toTag: "fork"));
        Assert.Equal(["180 for leg", "200 for leg", "200 for leg", "200 for leg"], _rig.Told);
        Assert.Single(_rig.Sent);
        _rig.Pass(1);
        _rig.Receive(Answer(invite, 200));
        Assert.Equal(4, _rig.Told.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_CANCEL_waits_for_a_provisional_answer()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Layer.Cancel(invite, _rig.Now);
        Assert.Single(_rig.Sent);
        _rig.Pass(500);
        Assert.All(_rig.SentLines, line => Assert.StartsWith("INVITE ", line));
        _rig.Receive(Answer(invite, 100));
        Assert.StartsWith("CANCEL ", _rig.Sent[2]);
    }

    [Fact]
    public void The_CANCEL_is_that_of_RFC_3261_9_1_with_the_reason_it_was_given()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 180));
        _rig.Layer.Cancel(invite, _rig.Now, "SIP;cause=200;text=\"Call completed elsewhere\""u8.ToArray());
        Assert.Equal(
            $"""
            CANCEL sip:300@203.0.113.9 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch={LayerRig.BranchText(invite.Branch)};rport
            Max-Forwards: 70
            Route: <sip:p1.example.net;lr>
            Route: <sip:p2.example.net;lr>
            Route: <sip:p3.example.net;lr>
            From: "Ann" <sip:100@192.0.2.1>;tag=tm01
            To: <sip:300@203.0.113.9>
            Call-ID: ours@192.0.2.1
            CSeq: 101 CANCEL
            Reason: SIP;cause=200;text="Call completed elsewhere"
            Content-Length: 0


            """,
            _rig.Sent[1]);
    }

    [Fact]
    public void A_CANCEL_is_repeated_until_it_is_answered_and_the_user_sees_the_INVITEs_answer_only()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 180));
        _rig.Layer.Cancel(invite, _rig.Now);
        _rig.Layer.Cancel(invite, _rig.Now);
        _rig.Pass(1500);
        Assert.Equal(4, _rig.Sent.Count);
        _rig.Receive(Answer(invite, 200, "CANCEL"));
        _rig.Pass(10_000);
        Assert.Equal(4, _rig.Sent.Count);
        _rig.Receive(Answer(invite, 487));
        Assert.Equal(["180 for leg", "487 for leg"], _rig.Told);
        Assert.StartsWith("ACK ", _rig.Sent[4]);
        _rig.Pass(32_000);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_200_that_crosses_the_CANCEL_goes_to_the_user_and_stops_the_CANCEL()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 180));
        _rig.Layer.Cancel(invite, _rig.Now);
        _rig.Receive(Answer(invite, 200));
        _rig.Pass(10_000);
        Assert.Equal(["180 for leg", "200 for leg"], _rig.Told);
        Assert.Equal(2, _rig.Sent.Count);
    }

    [Fact]
    public void A_held_back_CANCEL_is_not_sent_once_a_final_answer_came()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Layer.Cancel(invite, _rig.Now);
        _rig.Receive(Answer(invite, 200));
        _rig.Pass(32_000);
        Assert.Single(_rig.Sent);
        Assert.Equal(["200 for leg"], _rig.Told);
    }

    [Fact]
    public void Without_a_final_answer_after_the_CANCEL_the_INVITE_times_out_in_32_seconds()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 180));
        _rig.Pass(100_000);
        _rig.Layer.Cancel(invite, _rig.Now);
        _rig.Receive(Answer(invite, 200, "CANCEL"));
        _rig.Pass(31_999);
        Assert.Equal(["180 for leg"], _rig.Told);
        _rig.Pass(1);
        Assert.Equal(["180 for leg", "timeout of leg"], _rig.Told);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Only_an_INVITE_can_be_cancelled()
    {
        var bye = _rig.Send(SipMethod.Bye, OwnBye);
        Assert.Throws<ArgumentException>(() => _rig.Layer.Cancel(bye, _rig.Now));
    }

    [Fact]
    public void A_BYE_is_repeated_until_its_200_and_later_copies_of_that_are_absorbed()
    {
        var bye = _rig.Send(SipMethod.Bye, OwnBye);
        _rig.Pass(500);
        _rig.Receive(Answer(bye, 200, "BYE"));
        _rig.Receive(Answer(bye, 200, "BYE"));
        Assert.Equal(0, _rig.Layer.StoredMessages);
        _rig.Pass(5000);
        Assert.Equal(2, _rig.Sent.Count);
        Assert.Equal(["200 for leg"], _rig.Told);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_unanswered_BYE_times_out()
    {
        _rig.Send(SipMethod.Bye, OwnBye);
        _rig.Pass(32_000);
        Assert.Equal(11, _rig.Sent.Count);
        Assert.Equal(["timeout of leg"], _rig.Told);
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("branch=z9hG4bKtm", "branch=z9hG4bKtn")]
    [InlineData("CSeq: 101 INVITE", "CSeq: 101 BYE")]
    [InlineData("From:", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\nFrom:")]
    public void An_answer_that_does_not_fit_goes_nowhere(string part, string by)
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 200).Replace(part, by));
        Assert.Empty(_rig.Told);
    }

    [Fact]
    public void An_answer_to_a_CANCEL_that_was_never_sent_goes_nowhere()
    {
        var invite = _rig.Send(SipMethod.Invite, OwnInvite);
        _rig.Receive(Answer(invite, 200, "CANCEL"));
        Assert.Empty(_rig.Told);
        Assert.False(invite.IsAnswered);
    }

    [Fact]
    public void When_a_connection_is_gone_what_was_sent_on_it_fails_and_nothing_else()
    {
        _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Tcp, "first");
        _rig.Send(SipMethod.Bye, OwnBye, LayerRig.Tcp, "second");
        _rig.Send(SipMethod.Bye, OwnBye, LayerRig.Tcp with { Remote = LayerRig.Tcp.Remote.WithPort(40_001) }, "other");
        _rig.Send(SipMethod.Bye, OwnBye, owner: "datagram");
        _rig.Layer.ConnectionFailed(LayerRig.Tcp, _rig.Now);
        Assert.Equal(["failure of first", "failure of second"], _rig.Told.Order());
        Assert.Equal(2, _rig.Layer.Count);
    }

    [Fact]
    public void A_request_without_a_connection_fails_when_the_one_that_was_opened_for_it_does()
    {
        _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Tcp with { Connection = 0, Listener = 4 }, "first");
        _rig.Layer.ConnectionFailed(LayerRig.Tcp with { Connection = 9 }, _rig.Now);
        Assert.Equal(["failure of first"], _rig.Told);
    }

    [Fact]
    public void Over_udp_only_what_was_sent_through_the_listener_that_has_gone_fails()
    {
        _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Udp, "first");
        _rig.Send(SipMethod.Bye, OwnBye, LayerRig.Udp with { Listener = 4 }, "other");
        _rig.Layer.ConnectionFailed(LayerRig.Udp, _rig.Now);
        Assert.Equal(["failure of first"], _rig.Told);
    }

    [Fact]
    public void A_user_may_send_the_next_INVITE_while_it_is_told_of_a_failure()
    {
        _rig.OnTold = what =>
        {
            if (what == "failure of first") _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Tcp, "next");
        };
        _rig.Send(SipMethod.Invite, OwnInvite, LayerRig.Tcp, "first");
        _rig.Layer.ConnectionFailed(LayerRig.Tcp, _rig.Now);
        Assert.Equal(["failure of first"], _rig.Told);
        Assert.Equal(1, _rig.Layer.Count);
    }

    private void AssertNothingIsLeft()
    {
        Assert.Equal(0, _rig.Layer.Count);
        Assert.Equal(0, _rig.Layer.StoredMessages);
    }
}

using Tandem.Sip.Flows;
using static Tandem.Sip.Tests.Transactions.LayerMessages;

namespace Tandem.Sip.Tests.Transactions;

/// <summary>The transaction layer towards those who send requests.</summary>
public class ServerLayerTests
{
    private readonly LayerRig _rig = new();

    [Fact]
    public void An_INVITE_that_comes_again_reaches_the_user_once_and_gets_the_latest_provisional_answer()
    {
        _rig.Receive(Invite);
        _rig.Receive(Invite);
        Assert.Empty(_rig.Sent);
        _rig.Respond(_rig.Servers[0], 100);
        _rig.Respond(_rig.Servers[0], 180);
        _rig.Receive(Invite);
        Assert.Equal(["request Invite"], _rig.Told);
        Assert.Equal(["SIP/2.0 100 Said", "SIP/2.0 180 Said", "SIP/2.0 180 Said"], _rig.SentLines);
        Assert.Equal(_rig.Sent[1], _rig.Sent[2]);
    }

    [Fact]
    public void A_refusal_is_repeated_until_its_ACK_which_the_user_does_not_see()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 486);
        _rig.Pass(1600);
        Assert.Equal(3, _rig.Sent.Count);
        _rig.Receive(RefusalAck);
        _rig.Receive(RefusalAck);
        _rig.Receive(Invite);
        _rig.Pass(4999);
        Assert.Equal(1, _rig.Layer.Count);
        _rig.Pass(1);
        Assert.Equal(3, _rig.Sent.Count);
        Assert.Equal(["request Invite"], _rig.Told);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_refusal_whose_ACK_is_lost_for_good_is_given_up_after_32_seconds()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 486);
        _rig.Pass(32_000);
        Assert.Equal(11, _rig.Sent.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void The_ACK_of_a_2xx_goes_to_the_user_and_a_lost_one_makes_the_user_send_the_2xx_again()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Receive(Invite);
        Assert.Single(_rig.Sent);
        _rig.Layer.SendAgain(_rig.Servers[0]);
        Assert.Equal(_rig.Sent[0], _rig.Sent[1]);
        _rig.Receive(SuccessAck);
        Assert.Equal(["request Invite", "ack"], _rig.Told);
        _rig.Pass(31_999);
        Assert.Equal(1, _rig.Layer.Count);
        _rig.Pass(1);
        _rig.Layer.SendAgain(_rig.Servers[0]);
        Assert.Equal(2, _rig.Sent.Count);
        AssertNothingIsLeft();
    }

    [Fact]
    public void An_ACK_of_a_2xx_with_the_branch_of_the_INVITE_goes_to_the_user_too()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Receive(RefusalAck);
        Assert.Equal(["request Invite", "ack"], _rig.Told);
    }

    [Fact]
    public void A_CANCEL_is_answered_with_the_tag_of_the_INVITEs_answers_and_told_once()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 180);
        _rig.Receive(Cancel);
        _rig.Receive(Cancel);
        Assert.Equal(["request Invite", "cancel"], _rig.Told);
        Assert.Equal(["SIP/2.0 180 Said", "SIP/2.0 200 OK", "SIP/2.0 200 OK"], _rig.SentLines);
        Assert.Contains("To: <sip:200@example.com>;tag=our-tag\n", _rig.Sent[1]);
        Assert.Contains("CSeq: 1 CANCEL\n", _rig.Sent[1]);
        Assert.Equal(_rig.Sent[1], _rig.Sent[2]);
        Assert.True(_rig.Servers[0].IsCancelled);
    }

    [Fact]
    public void A_CANCEL_before_any_answer_gets_a_tag_of_its_own()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 100);
        _rig.Receive(Cancel);
        Assert.Matches("To: <sip:200@example.com>;tag=[0-9a-f]{16}\n", _rig.Sent[1]);
    }

    [Fact]
    public void A_CANCEL_that_crosses_the_200_is_answered_and_changes_nothing()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Receive(Cancel);
        Assert.Equal(["request Invite"], _rig.Told);
        Assert.Equal("SIP/2.0 200 OK", _rig.SentLines.Last());
        Assert.False(_rig.Servers[0].IsCancelled);
    }

    [Fact]
    public void A_CANCEL_without_its_INVITE_gets_481()
    {
        _rig.Receive(Cancel);
        Assert.Equal(["SIP/2.0 481 Call/Transaction Does Not Exist"], _rig.SentLines);
        Assert.Empty(_rig.Told);
    }

    [Fact]
    public void An_answer_after_the_final_one_goes_nowhere()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 487);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Respond(_rig.Servers[0], 180);
        Assert.Equal(["SIP/2.0 487 Said"], _rig.SentLines);
    }

    [Fact]
    public void The_same_INVITE_by_another_way_gets_482_and_its_ACK_is_absorbed()
    {
        _rig.Receive(Invite);
        _rig.Receive(Invite.Replace("z9hG4bKinv", "z9hG4bKfork"));
        Assert.Equal(["request Invite"], _rig.Told);
        Assert.Equal(["SIP/2.0 482 Loop Detected"], _rig.SentLines);
        _rig.Receive(RefusalAck.Replace("z9hG4bKinv", "z9hG4bKfork"));
        Assert.Equal(["request Invite"], _rig.Told);
        _rig.Pass(60_000);
        Assert.Single(_rig.Sent);
    }

    [Theory]
    [InlineData("To: <sip:200@example.com>", "To: <sip:200@example.com>;tag=our-tag")]
    [InlineData("CSeq: 1 ", "CSeq: 2 ")]
    [InlineData("tag=peer", "tag=other")]
    [InlineData("theirs@", "others@")]
    public void An_INVITE_that_differs_in_what_forks_share_is_another_request(string part, string by)
    {
        _rig.Receive(Invite);
        _rig.Receive(Invite.Replace("z9hG4bKinv", "z9hG4bKfork").Replace(part, by));
        Assert.Equal(2, _rig.Told.Count);
    }

    [Fact]
    public void After_a_challenge_the_same_INVITE_on_a_new_branch_is_no_merged_request()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 407);
        _rig.Receive(Invite.Replace("z9hG4bKinv", "z9hG4bKagain"));
        Assert.Equal(2, _rig.Told.Count);
    }

    [Fact]
    public void A_BYE_that_comes_again_is_carried_out_once_and_gets_its_200_again()
    {
        _rig.Receive(Bye);
        _rig.Receive(Bye);
        Assert.Empty(_rig.Sent);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Receive(Bye);
        Assert.Equal(["request Bye"], _rig.Told);
        Assert.Equal(2, _rig.Sent.Count);
        _rig.Pass(31_999);
        Assert.Equal(1, _rig.Layer.Count);
        _rig.Pass(1);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_BYE_in_an_INVITEs_dialog_is_a_transaction_of_its_own_while_the_200_is_on_its_way()
    {
        _rig.Receive(Invite);
        _rig.Respond(_rig.Servers[0], 200);
        _rig.Receive(Bye);
        _rig.Respond(_rig.Servers[1], 200);
        Assert.Equal(["request Invite", "request Bye"], _rig.Told);
        Assert.Contains("CSeq: 2 BYE\n", _rig.Sent[1]);
    }

    [Fact]
    public void A_request_over_TCP_is_forgotten_with_its_answer()
    {
        _rig.Receive(Bye, LayerRig.Tcp);
        _rig.Respond(_rig.Servers[0], 200);
        Assert.Equal(LayerRig.Tcp, _rig.SentOn);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_request_that_its_user_never_answers_is_forgotten_when_the_client_has_given_up()
    {
        _rig.Receive(Bye);
        _rig.Pass(31_999);
        Assert.Equal(1, _rig.Layer.Count);
        _rig.Pass(1);
        Assert.True(_rig.Servers[0].IsOver);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_request_can_be_read_again_until_its_transaction_is_over()
    {
        _rig.Receive(Invite);
        Assert.Equal(1u, _rig.Layer.Request(_rig.Servers[0]).CSeq.Number);
        _rig.Respond(_rig.Servers[0], 486);
        _rig.Pass(32_000);
        Assert.Throws<InvalidOperationException>(() => _rig.Layer.Request(_rig.Servers[0]));
    }

    [Fact]
    public void Answers_go_to_the_source_when_rport_asks_for_it_and_else_to_the_port_of_sent_by()
    {
        var natted = LayerRig.Udp with { Remote = LayerRig.Udp.Remote.WithPort(33_333) };
        _rig.Receive(Invite, natted);
        Assert.Equal(33_333, _rig.Servers[0].Route.Remote.Port);
        _rig.Receive(Invite.Replace(";rport", "").Replace("z9hG4bKinv", "z9hG4bKb").Replace("theirs@", "b@"), natted);
        Assert.Equal(5060, _rig.Servers[1].Route.Remote.Port);
    }

    [Fact]
    public void A_CANCEL_and_an_ACK_of_RFC_2543_find_their_INVITE()
    {
        _rig.Receive(Invite.Replace(";branch=z9hG4bKinv", ""));
        _rig.Receive(Cancel.Replace(";branch=z9hG4bKinv", ""));
        _rig.Respond(_rig.Servers[0], 487);
        _rig.Receive(RefusalAck.Replace(";branch=z9hG4bKinv", ""));
        Assert.Equal(["request Invite", "cancel"], _rig.Told);
        _rig.Pass(5000);
        AssertNothingIsLeft();
    }

    private void AssertNothingIsLeft()
    {
        Assert.Equal(0, _rig.Layer.Count);
        Assert.Equal(0, _rig.Layer.StoredMessages);
    }
}

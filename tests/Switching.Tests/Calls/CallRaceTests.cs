using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>What crosses, comes late or does not come at all within a call that is up.</summary>
public sealed class CallRaceTests
{
    private const string Timer = "Supported: timer\r\nSession-Expires: 90\r\nAllow: INVITE, ACK, BYE, CANCEL, UPDATE\r\n";

    private readonly CallScene _scene = new();
    private readonly TestParty _customer;
    private readonly TestParty _carrier;
    private readonly TestDialog _caller;
    private TestDialog _callee = null!;

    public CallRaceTests()
    {
        _scene.Switch.Set("SS_SIP_SESSION_TTL", "90");
        _scene.Switch.AddMappingGateway("customer", "198.51.100.10");
        _scene.Switch.AddRoutingGateway("carrier", "203.0.113.20:5060");
        _customer = _scene.Party("4930111", "198.51.100.10:5060");
        _carrier = _scene.Party("4930222", "203.0.113.20:5060");
        _caller = _customer.Invite("4930222", headers: Timer);
    }

    [Theory]
    [InlineData(200, "OK")]
    [InlineData(488, "Not Acceptable Here")]
    public void An_answer_that_comes_after_the_asking_party_has_given_up_goes_no_further(int status, string phrase)
    {
        Answer("Allow: INVITE, ACK, BYE, CANCEL\r\n");
        _caller.Request("UPDATE", _customer.Sdp(direction: "sendonly", version: 2));
        _callee.Take("INVITE ");
        _callee.Reply(100, "Trying");
        _scene.Advance(TimeSpan.FromSeconds(32.2));
        _callee.Reply(_callee.Take("CANCEL "), 200, "OK");
        _callee.Reply(status, phrase, _carrier.Sdp(direction: "recvonly", version: 2));
        _callee.Take("ACK ");

        Assert.Equal(0, _customer.Waiting);
        _caller.Request("BYE");
        _caller.Take("SIP/2.0 200");
        _callee.Reply(_callee.Take("BYE "), 200, "OK");
        Assert.Equal(CallEndReason.CallerHungUp, Assert.Single(_scene.Records).EndReason);
    }

    [Fact]
    public void A_hold_that_is_passed_on_refreshes_the_session_with_the_other_side()
    {
        Answer("Supported: timer\r\nRequire: timer\r\nSession-Expires: 90;refresher=uas\r\n");
        _scene.Advance(TimeSpan.FromSeconds(40));
        _caller.Request("INVITE", _customer.Sdp(direction: "sendonly", version: 2), Timer);
        _caller.Take("SIP/2.0 100");
        _callee.Take("INVITE ");
        _callee.Reply(200, "OK", _carrier.Sdp(direction: "recvonly", version: 2), "Supported: timer\r\nRequire: timer\r\nSession-Expires: 90;refresher=uas\r\n");
        _callee.Take("ACK ");
        _caller.Take("SIP/2.0 200");
        _caller.Ack();

        // 60 s after the answer the session would have expired; 60 s after the hold it does.
        _scene.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(_scene.Records);
        _scene.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(CallEndReason.SessionTimeout, Assert.Single(_scene.Records).EndReason);
    }

    [Fact]
    public void An_UPDATE_that_is_passed_on_is_answered_with_the_session_it_has_refreshed()
    {
        Answer(Timer + "Require: timer\r\n");
        _caller.Request("UPDATE", _customer.Sdp(direction: "sendonly", version: 2), "Supported: timer\r\nSession-Expires: 120;refresher=uac\r\n");
        _callee.Reply(_callee.Take("UPDATE "), 200, "OK", _carrier.Sdp(direction: "recvonly", version: 2), "Supported: timer\r\nSession-Expires: 90;refresher=uac\r\n");

        var answer = _caller.Take("SIP/2.0 200");
        Assert.Equal("90;refresher=uac", answer.Header("Session-Expires"));
        Assert.Equal("timer", answer.Header("Require"));
    }

    [Fact]
    public void An_open_INVITE_of_a_party_is_answered_when_the_other_one_hangs_up()
    {
        Answer("");
        _caller.Request("INVITE", _customer.Sdp(direction: "sendonly", version: 2));
        _caller.Take("SIP/2.0 100");
        _callee.Take("INVITE ");
        _callee.Request("BYE");
        _callee.Take("SIP/2.0 200");

        _caller.Take("SIP/2.0 487");
        _caller.Ack();
        _caller.Reply(_caller.Take("BYE "), 200, "OK");
        _scene.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(0, _scene.Switch.Layer.Count);
    }

    [Fact]
    public void A_BYE_in_place_of_the_awaited_ACK_lets_the_call_go()
    {
        Ring();
        _callee.Reply(200, "OK", _carrier.Sdp());
        _callee.Take("ACK ");
        _caller.Take("SIP/2.0 200");
        _callee.Request("BYE");
        _callee.Take("SIP/2.0 200");
        Assert.Equal(0, _customer.Waiting);

        _caller.Request("BYE");
        _caller.Take("SIP/2.0 200");
        Assert.Equal((0, 0), (_scene.Switch.Calls.Count, _scene.Switch.Calls.LegCount));
        _scene.Advance(TimeSpan.FromSeconds(70));
        Assert.Equal(0, _customer.Waiting);
    }

    [Fact]
    public void A_2xx_that_comes_again_is_acknowledged_with_its_own_number_whatever_was_asked_since()
    {
        Answer("");
        _caller.Request("INVITE", _customer.Sdp(direction: "sendonly", version: 2));
        var first = _callee.Invited;
        var second = _callee.Take("INVITE ");
        Assert.NotEqual(first.Header("CSeq"), second.Header("CSeq"));

        _callee.Reply(first, 200, "OK", _carrier.Sdp());
        Assert.Equal(first.Header("CSeq").Replace("INVITE", "ACK", StringComparison.Ordinal), _callee.Take("ACK ").Header("CSeq"));
    }

    [Theory]
    [InlineData("UPDATE")]
    [InlineData("INVITE")]
    [InlineData("INFO")]
    public void A_caller_who_may_not_have_its_answer_yet_is_asked_nothing(string method)
    {
        Ring();
        _callee.Reply(200, "OK", _carrier.Sdp());
        _callee.Take("ACK ");
        _caller.Take("SIP/2.0 200");

        _callee.Request(method, _carrier.Sdp(direction: "sendonly", version: 2));
        Assert.Equal(491, _callee.Take("SIP/2.0 ").Status);
        Assert.Equal(0, _customer.Waiting);
    }

    [Fact]
    public void A_late_offer_is_answered_before_another_one_is_made()
    {
        var caller = _customer.Invite("4930222", sdp: null);
        Ring();
        caller.Take("SIP/2.0 100");
        var callee = _carrier.TakeInvite();
        callee.Reply(200, "OK", _carrier.Sdp());
        caller.Take("SIP/2.0 200");

        caller.Request("UPDATE", _customer.Sdp(version: 2));
        caller.Take("SIP/2.0 491");
        Assert.Equal(0, _carrier.Waiting);
        caller.Request("ACK", _customer.Sdp(), sequence: 1);
        Assert.Equal(callee.Invited.Header("CSeq").Replace("INVITE", "ACK", StringComparison.Ordinal), callee.Take("ACK ").Header("CSeq"));
    }

    [Fact]
    public void A_phone_that_has_answered_rings_no_longer_though_the_caller_cannot_be_told_yet()
    {
        var phone = _scene.Phone("100", "198.51.100.21:5060", new PhoneCalls { RingTime = 2 });
        var caller = _customer.Invite("100", headers: "Supported: 100rel\r\n");
        Ring();
        caller.Take("SIP/2.0 100");
        var callee = phone.TakeInvite();
        callee.Reply(180, "Ringing", phone.Sdp());
        var progress = caller.Take("SIP/2.0 180");
        callee.Reply(200, "OK", phone.Sdp());
        callee.Take("ACK ");
        _scene.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, phone.Waiting);

        while (_customer.Waiting > 0) caller.Take("SIP/2.0 180");
        caller.Request("PRACK", headers: $"RAck: {progress.Header("RSeq")} {progress.Header("CSeq")}\r\n");
        caller.Take("SIP/2.0 200");
        Assert.EndsWith("INVITE", caller.Take("SIP/2.0 200").Header("CSeq"), StringComparison.Ordinal);
        Assert.Empty(_scene.Records);
    }

    private void Ring()
    {
        _caller.Take("SIP/2.0 100");
        _callee = _carrier.TakeInvite();
    }

    private void Answer(string headers)
    {
        Ring();
        _callee.Reply(200, "OK", _carrier.Sdp(), headers);
        _callee.Take("ACK ");
        _caller.Take("SIP/2.0 200");
        _caller.Ack();
    }
}

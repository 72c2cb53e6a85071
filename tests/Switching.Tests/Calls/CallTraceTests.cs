using Tandem.Testing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>What the ladder of a call shows: every message once, those of the transactions among them, in the order in which they came and went.</summary>
public sealed class CallTraceTests : CallTest
{
    private readonly TestParty _carrier;

    public CallTraceTests()
    {
        _carrier = Carrier("carrier", "203.0.113.20:5060");
        Scene.Switch.Traced = [];
    }

    [Fact]
    public void A_call_that_is_given_up_is_shown_with_both_CANCELs_and_the_ACKs()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        callee.Reply(180, "Ringing");
        caller.Take("SIP/2.0 180");
        caller.Request("CANCEL");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        callee.Reply(callee.Take("CANCEL "), 200, "OK");
        callee.Refuse(487, "Request Terminated");
        Assert.Equal(
            [
                "< INVITE", "> 100 INVITE", "> INVITE", "< 180 INVITE", "> 180 INVITE", "< CANCEL", "> 200 CANCEL", "> CANCEL", "> 487 INVITE", "< ACK", "< 200 CANCEL",
                "< 487 INVITE", "> ACK",
            ],
            Ladder());
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_CANCEL_that_waited_for_a_provisional_answer_is_shown_behind_it()
    {
        var caller = Call();
        var callee = _carrier.TakeInvite();
        caller.Request("CANCEL");
        caller.Take("SIP/2.0 200");
        caller.Take("SIP/2.0 487");
        caller.Ack();
        callee.Reply(180, "Ringing");
        var cancel = callee.Take("CANCEL ");
        callee.Refuse(487, "Request Terminated");
        callee.Reply(cancel, 200, "OK");
        Assert.Equal(
            [
                "< INVITE", "> 100 INVITE", "> INVITE", "< CANCEL", "> 200 CANCEL", "> 487 INVITE", "< ACK", "< 180 INVITE", "> CANCEL", "< 487 INVITE", "> ACK",
                "< 200 CANCEL",
            ],
            Ladder());
        AssertNothingIsLeft();
    }

    private IEnumerable<string> Ladder()
    {
        var call = Assert.Single(Scene.Switch.Traced!.Select(t => t.Call).Distinct());
        Assert.Equal(Record.Id, call);
        return Scene.Switch.Traced!.Select(t => (t.Sent ? "> " : "< ") + Line(t.Message));
    }

    private static string Line(SentMessage message)
    {
        var words = message.Text.Split(' ');
        return words[0] == "SIP/2.0" ? $"{words[1]} {message.Header("CSeq").Split(' ')[1]}" : words[0];
    }
}

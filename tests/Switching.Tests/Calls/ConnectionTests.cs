using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Tandem.Testing.Calls;

namespace Tandem.Switching.Tests.Calls;

/// <summary>Calls of parties over TCP and TLS: what is sent on which connection, how often, and what becomes of a call whose connection is lost.</summary>
public sealed class ConnectionTests : CallTest
{
    private const string PhoneAddress = "198.51.100.21:49152";

    [Theory]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Tls)]
    public void Everything_of_a_call_goes_over_the_connections_of_its_parties(SipTransport transport)
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: transport);
        var carrier = ConnectedCarrier(transport);
        var caller = phone.Invite(Callee);
        AssertOn(phone, caller.Take("SIP/2.0 100"));
        var callee = carrier.TakeInvite();
        Assert.StartsWith($"SIP/2.0/{transport.ToString().ToUpperInvariant()} ", callee.Invited.Header("Via"), StringComparison.Ordinal);
        callee.Reply(180, "Ringing");
        AssertOn(phone, caller.Take("SIP/2.0 180"));
        callee.Reply(200, "OK", carrier.Sdp());
        callee.Take("ACK ");
        AssertOn(phone, caller.Take("SIP/2.0 200"));
        caller.Ack();
        callee.Request("INVITE", carrier.Sdp(direction: "sendonly", version: 2));
        callee.Take("SIP/2.0 100");
        var hold = caller.Take("INVITE ");
        AssertOn(phone, hold);
        Assert.StartsWith($"SIP/2.0/{transport.ToString().ToUpperInvariant()} ", hold.Header("Via"), StringComparison.Ordinal);
        caller.Reply(200, "OK", phone.Sdp(direction: "recvonly", version: 2));
        AssertOn(phone, caller.Take("ACK "));
        callee.Take("SIP/2.0 200");
        callee.Ack();
        callee.Request("BYE");
        callee.Take("SIP/2.0 200");
        AssertOn(phone, caller.Accept("BYE "));
        AssertEnded(CallEndReason.CalleeHungUp, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void Requests_are_sent_once_over_a_connection_and_a_2xx_again_until_it_is_acknowledged()
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: SipTransport.Tcp);
        var carrier = ConnectedCarrier(SipTransport.Tcp);
        var caller = phone.Invite(Callee);
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        // RFC 3261, 17.1.1.2: timer A is for UDP.
        Advance(9);
        Assert.Equal(0, carrier.Waiting);
        callee.Reply(200, "OK", carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        // 13.3.1.4: this has to arrive from end to end, so connections do not count.
        Advance(0.5);
        caller.Take("SIP/2.0 200");
        caller.Ack();
        caller.Request("BYE");
        caller.Take("SIP/2.0 200");
        var bye = callee.Take("BYE ");
        Advance(5);
        Assert.Equal(0, carrier.Waiting);
        callee.Reply(bye, 200, "OK");
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_call_outlives_the_connection_of_its_phone_and_ends_wholly_when_the_other_side_hangs_up()
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: SipTransport.Tls);
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        var (_, callee) = Talk(phone, carrier);
        Scene.Disconnect(phone);
        Advance(60);
        Assert.Equal(1, Scene.Switch.Calls.Count);
        callee.Request("BYE");
        callee.Take("SIP/2.0 200");
        AssertEnded(CallEndReason.CalleeHungUp, 200);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_phone_that_asks_for_something_over_a_new_connection_is_reached_there_from_then_on()
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: SipTransport.Tls);
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        var (caller, callee) = Talk(phone, carrier);
        Scene.Disconnect(phone);
        Scene.Reconnect(phone, "198.51.100.21:50000");
        caller.Request("INVITE", phone.Sdp(5000, version: 2));
        AssertOn(phone, caller.Take("SIP/2.0 100"));
        callee.Take("INVITE ");
        callee.Reply(200, "OK", carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        callee.Request("BYE");
        callee.Take("SIP/2.0 200");
        AssertOn(phone, caller.Accept("BYE "));
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_phone_whose_connection_is_lost_before_it_has_answered_is_not_waited_for()
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: SipTransport.Tcp);
        var caller = Call(callee: "100");
        phone.TakeInvite();
        Scene.Disconnect(phone);
        caller.Take("SIP/2.0 503");
        caller.Ack();
        AssertEnded(CallEndReason.Unreachable, 503);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_carrier_that_cannot_be_connected_to_is_passed_over()
    {
        var lost = ConnectedCarrier(SipTransport.Tcp);
        var spare = Carrier("spare", "203.0.113.21:5060", gateway => gateway with { Priority = 200 });
        Scene.Disconnect(lost);
        var caller = Call();
        var callee = spare.TakeInvite();
        callee.Reply(200, "OK", spare.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        HangUp(caller, callee);
        Assert.Equal(2, Record.Attempts);
        AssertNothingIsLeft();
    }

    [Fact]
    public void A_caller_whose_connection_is_lost_before_the_answer_leaves_no_callee_behind()
    {
        var phone = Scene.Phone("100", PhoneAddress, transport: SipTransport.Tcp);
        var carrier = Carrier("carrier", "203.0.113.20:5060");
        var caller = phone.Invite(Callee);
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        Scene.Disconnect(phone);
        callee.Reply(200, "OK", carrier.Sdp());
        callee.Take("ACK ");
        // 64 T1: nobody has acknowledged.
        Advance(32);
        callee.Accept("BYE ");
        AssertEnded(CallEndReason.NoAck, 200);
        AssertNothingIsLeft();
    }

    private TestParty ConnectedCarrier(SipTransport transport)
    {
        Carrier("carrier", "203.0.113.20:5060");
        var carrier = Scene.Parties.Single(party => party.Address == "203.0.113.20:5060");
        Scene.Switch.Routing.Gateways.Of("carrier").Targets = [new GatewayTarget(new Flow(transport, 0, carrier.Flow.Remote), "203.0.113.20")];
        return carrier;
    }

    private (TestDialog Caller, TestDialog Callee) Talk(TestParty phone, TestParty carrier)
    {
        var caller = phone.Invite(Callee);
        caller.Take("SIP/2.0 100");
        var callee = carrier.TakeInvite();
        callee.Reply(200, "OK", carrier.Sdp());
        callee.Take("ACK ");
        caller.Take("SIP/2.0 200");
        caller.Ack();
        return (caller, callee);
    }

    private static void AssertOn(TestParty party, SentMessage message) => Assert.Equal(party.Flow, message.Flow);
}

using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Tests.Routing.Steps;

/// <summary>Where a call goes: phones with their locks, groups, lines and contacts.</summary>
public class DestinationTests
{
    private readonly RouteDesk _desk = new();

    public DestinationTests()
    {
        _desk.Phone("1000");
        _desk.Mapping("gw");
    }

    [Fact]
    public void A_phone_is_found_by_its_name_and_by_its_further_numbers()
    {
        _desk.Phone("1001", new PhoneCalls { Numbers = ["4930555"] });
        Assert.Equal("1001", RouteDesk.Names(_desk.Plan("1000", "1001")));
        var plan = _desk.Plan("gw", "4930555");
        Assert.Equal("1001", RouteDesk.Names(plan));
        Assert.Equal("1001", plan.Called!.Name);
        Assert.Equal("4930555", plan.Attempts.Single().Sent.Callee);
    }

    [Fact]
    public void Contacts_are_called_by_their_q_and_those_that_are_over_or_gone_are_not()
    {
        _desk.Phone("1001", registered: false);
        _desk.Bind("1001", "sip:1001@198.51.100.1", q: 500);
        _desk.Bind("1001", "sip:1001@198.51.100.2", q: 900, path: "<sip:edge.example;lr>");
        _desk.Bind("1001", "sip:1001@198.51.100.3", q: 500);
        _desk.Bind("1001", "sip:1001@198.51.100.4", q: 1000, seconds: 0);
        var targets = _desk.Plan("1000", "1001").Attempts.Single().Targets;
        Assert.Equal(["sip:1001@198.51.100.2", "sip:1001@198.51.100.3", "sip:1001@198.51.100.1"], targets.Select(t => t.RequestUri));
        Assert.Equal([900, 500, 500], targets.Select(t => t.Q));
        Assert.Equal("<sip:edge.example;lr>", targets[0].Route);
    }

    [Fact]
    public void A_phone_that_does_not_register_is_called_at_its_own_address_with_the_number_that_was_dialled()
    {
        _desk.State.FlowTo = (transport, remote) => new Flow(transport, 3, remote);
        _desk.Phone("pbx", new PhoneCalls { Numbers = ["4930555"], Address = new GatewayAddress("192.0.2.77", 0, SipTransport.Tcp) }, registered: false);
        var attempt = _desk.Plan("gw", "4930555").Attempts.Single();
        var target = attempt.Targets.Single();
        Assert.Equal(("pbx", "sip:4930555@192.0.2.77;transport=tcp", "192.0.2.77:5060", 3), (attempt.Name, target.RequestUri, target.Flow.Remote.ToString(), target.Flow.Listener));

        _desk.Bind("pbx", "sip:pbx@198.51.100.1");
        Assert.Equal("sip:pbx@198.51.100.1", _desk.Plan("gw", "4930555").Attempts.Single().Targets.Single().RequestUri);
    }

    [Fact]
    public void An_address_that_no_listener_can_reach_is_none()
    {
        _desk.Phone("pbx", new PhoneCalls { Address = new GatewayAddress("192.0.2.77") }, registered: false);
        Assert.Equal(CallEndReason.Offline, _desk.Plan("gw", "pbx").Refusal);
    }

    [Theory]
    [InlineData(CallLock.Outgoing, false)]
    [InlineData(CallLock.Incoming, true)]
    [InlineData(CallLock.All, true)]
    public void A_phone_that_is_locked_for_incoming_calls_is_not_called(CallLock callLock, bool refused)
    {
        _desk.Phone("1001", new PhoneCalls { Lock = callLock });
        Assert.Equal(refused ? CallEndReason.CalleeLocked : null, _desk.Plan("1000", "1001").Refusal);
    }

    [Fact]
    public void A_locked_phone_and_one_whose_validity_is_over_are_not_called()
    {
        var phone = _desk.Phone("1001");
        _desk.Directory.SetEndpoint(phone with { Locked = true });
        Assert.Equal(CallEndReason.CalleeLocked, _desk.Plan("1000", "1001").Refusal);
        _desk.Directory.SetEndpoint(phone with { ValidUntil = DateTimeOffset.FromUnixTimeMilliseconds(_desk.Now + 1) });
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
        _desk.Now++;
        Assert.Equal(CallEndReason.CalleeLocked, _desk.Plan("1000", "1001").Refusal);
    }

    [Fact]
    public void A_phones_caller_groups_say_who_may_call_it()
    {
        _desk.Numbers("family", "1000");
        _desk.Phone("1001", new PhoneCalls { CallerGroups = RouteDesk.Allow("family") });
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
        Assert.Equal(CallEndReason.CallerGroup, _desk.Plan("gw", "1001", "4930").Refusal);
    }

    [Fact]
    public void A_phone_that_does_not_want_to_be_disturbed_is_busy_and_forwards_as_a_busy_one()
    {
        _desk.Phone("1001", new PhoneCalls { DoNotDisturb = true });
        Assert.Equal(CallEndReason.DoNotDisturb, _desk.Plan("1000", "1001").Refusal);
        _desk.Phone("1002", new PhoneCalls { DoNotDisturb = true, ForwardBusy = RouteDesk.To("1000") });
        Assert.Equal("1000", RouteDesk.Names(_desk.Plan("gw", "1002")));
    }

    [Fact]
    public void A_phone_without_a_free_line_is_busy()
    {
        _desk.Phone("1001", new PhoneCalls { LinesIn = 1 });
        var attempt = _desk.Plan("1000", "1001").Attempts.Single();
        var lease = _desk.Planner.Enter(attempt, _desk.CallerOf("1000"), _desk.Now).Lease!;
        Assert.Equal(CallEndReason.CalleeLinesExceeded, _desk.Plan("1000", "1001").Refusal);
        // A plan from before finds the line taken when it comes to the attempt.
        var (none, why, rule) = _desk.Planner.Enter(attempt, _desk.CallerOf("1000"), _desk.Now);
        Assert.Equal((null, CallEndReason.CalleeLinesExceeded, "1001"), (none, why, rule));
        lease.Return();
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
    }

    [Fact]
    public void A_phone_that_is_not_registered_is_offline()
    {
        _desk.Phone("1001", registered: false);
        _desk.Carrier("out", "10");
        Assert.Equal(CallEndReason.Offline, _desk.Plan("1000", "1001").Refusal);
    }

    [Fact]
    public void A_phone_that_is_not_registered_may_be_reached_through_the_routing_gateways()
    {
        _desk.Phone("1001", new PhoneCalls { RouteWhenOffline = true }, registered: false);
        Assert.Equal(CallEndReason.Offline, _desk.Plan("1000", "1001").Refusal);
        _desk.Carrier("out", "10");
        Assert.Equal("out", RouteDesk.Names(_desk.Plan("1000", "1001")));
        // But never back to a carrier from which it comes.
        Assert.Equal(CallEndReason.Offline, _desk.Plan("out", "1001").Refusal);
    }

    [Fact]
    public void A_binding_on_a_closed_connection_cannot_be_called()
    {
        _desk.Phone("1001");
        _desk.Registrar.Locations.MarkOffline("1001", default);
        Assert.Equal(CallEndReason.Offline, _desk.Plan("1000", "1001").Refusal);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(true, null, CallEndReason.DestinationNotAllowed)]
    [InlineData(false, CallEndReason.DestinationNotAllowed, null)]
    public void A_gateway_may_be_held_to_phones_or_kept_from_them(bool? phonesOnly, CallEndReason? toPhone, CallEndReason? toNumber)
    {
        _desk.Mapping("held", new MappingCalls { PhonesOnly = phonesOnly });
        _desk.Carrier("out", "49");
        Assert.Equal(toPhone, _desk.Plan("held", "1000").Refusal);
        Assert.Equal(toNumber, _desk.Plan("held", "4930").Refusal);
    }

    [Fact]
    public void A_carrier_reaches_phones_only_and_the_numbers_that_they_forward_to()
    {
        _desk.Carrier("in", "49");
        Assert.Equal("1000", RouteDesk.Names(_desk.Plan("in", "1000")));
        Assert.Equal(CallEndReason.DestinationNotAllowed, _desk.Plan("in", "4930").Refusal);
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("4930") });
        Assert.Equal("in", RouteDesk.Names(_desk.Plan("in", "1001")));
    }

    [Fact]
    public void Durations_are_limited_by_the_parameter_and_by_who_has_his_own()
    {
        _desk.Phone("1001", new PhoneCalls { MaxDuration = 60, RingTime = 20 });
        Assert.Equal((0, 60, 20), Limits("1000", "1001"));
        _desk.Set("SS_MAX_CALL_DURATION", "3600");
        Assert.Equal((3600, 60, 20), Limits("1000", "1001"));
        Assert.Equal((60, 0, 0), Limits("1001", "1000"));
        _desk.Phone("1002", new PhoneCalls { MaxDuration = 0 });
        Assert.Equal((0, 60, 20), Limits("1002", "1001"));
    }

    private (int Call, int Attempt, int Ring) Limits(string from, string callee)
    {
        var plan = _desk.Plan(from, callee);
        return (plan.MaxDuration, plan.Attempts[0].MaxDuration, plan.Attempts[0].RingTime);
    }
}

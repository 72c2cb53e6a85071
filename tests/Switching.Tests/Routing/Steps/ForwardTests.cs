using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing.Steps;

public class ForwardTests
{
    private readonly RouteDesk _desk = new();

    public ForwardTests()
    {
        _desk.Phone("1000", new PhoneCalls { DisplayNumber = "4930555" });
        _desk.Phone("1009");
        _desk.Mapping("gw");
    }

    [Fact]
    public void All_calls_are_forwarded_and_the_forwarding_phone_pays()
    {
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = new ForwardTarget(["1009"], RingTime: 15) });
        var plan = _desk.Plan("1000", "1001");
        var attempt = plan.Attempts.Single();
        Assert.Equal(("1009", "1001", 15), (attempt.Name, attempt.Payer!.Name, attempt.RingTime));
        Assert.Equal([new Diversion("1001", "unconditional")], attempt.Diversions);
        Assert.Equal(new CallNumbers("4930555", "1009"), attempt.Sent);
        Assert.Equal(new CallNumbers("1000", "1009"), plan.Billed);
        Assert.Equal("1009", plan.Called!.Name);
        Assert.Equal((1, 0), _desk.State.CallsOfPhone("1001"));
        plan.CallerLines!.Return();
        Assert.Equal((0, 0), _desk.State.CallsOfPhone("1001"));
    }

    [Fact]
    public void What_holds_for_the_forwarding_phone_holds_for_the_forward()
    {
        _desk.Carrier("cheap", "49", g => g with { Groups = ["cheap"] });
        _desk.Carrier("dear", "49", g => g with { Groups = ["dear"] });
        _desk.Numbers("abroad", "33*");
        var calls = new PhoneCalls
        {
            RoutingGroups = RouteDesk.Allow("cheap"), CalleeRules = RouteDesk.Rules("0:49"), CalleeGroups = RouteDesk.Deny("abroad"), ForwardAlways = RouteDesk.To("030"),
        };
        _desk.Phone("1001", calls);
        var plan = _desk.Plan("gw", "1001", "4940");
        Assert.Equal("cheap", RouteDesk.Names(plan));
        Assert.Equal(new CallNumbers("4940", "4930"), plan.Attempts.Single().Sent);
        _desk.Phone("1001", calls with { ForwardAlways = RouteDesk.To("331") });
        Assert.Equal(CallEndReason.CalleeGroup, _desk.Plan("gw", "1001").Refusal);
        _desk.Phone("1001", calls with { Lock = CallLock.Outgoing });
        Assert.Equal(CallEndReason.CallerLocked, _desk.Plan("gw", "1001").Refusal);
        _desk.Phone("1001", calls with { LinesOut = 0 });
        Assert.Equal(CallEndReason.LinesExceeded, _desk.Plan("gw", "1001").Refusal);
        // The first call is still up; the refused ones have left nothing behind.
        Assert.Equal(1, _desk.State.CallsOfMappingGateway("gw"));
    }

    [Theory]
    [InlineData("Fri 08:00-09:00", true)]
    [InlineData("Fri 09:00-10:00", false)]
    [InlineData("Fri 07:00-08:00", false)]
    [InlineData("Fri 08:00-08:30 deny; Fri", false)]
    [InlineData("", true)]
    public void Calls_are_forwarded_at_times_of_the_week(string periods, bool forwarded)
    {
        _desk.Phone("1001", new PhoneCalls { ForwardPeriod = new PeriodForward(RouteDesk.Periods(periods), RouteDesk.To("1009")) });
        var plan = _desk.Plan("1000", "1001");
        Assert.Equal(forwarded ? "1009" : "1001", RouteDesk.Names(plan));
        if (forwarded) Assert.Equal("time-of-day", plan.Attempts.Single().Diversions.Single().Reason);
    }

    [Fact]
    public void A_phone_that_is_offline_or_has_no_line_forwards_at_once()
    {
        _desk.Phone("1001", new PhoneCalls { ForwardOffline = RouteDesk.To("1009") }, registered: false);
        Assert.Equal("unavailable", _desk.Plan("1000", "1001").Attempts.Single().Diversions.Single().Reason);
        _desk.Phone("1002", new PhoneCalls { LinesIn = 0, ForwardBusy = RouteDesk.To("1009") });
        Assert.Equal("user-busy", _desk.Plan("1000", "1002").Attempts.Single().Diversions.Single().Reason);
    }

    [Fact]
    public void Several_numbers_ring_one_after_another()
    {
        _desk.Carrier("a", "49");
        _desk.Carrier("b", "49", g => g with { Priority = 200 });
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("4930", "gone", "1009") });
        var plan = _desk.Plan("1000", "1001");
        Assert.Equal("a b 1009", RouteDesk.Names(plan));
        Assert.Equal([0, 1, 2], plan.Attempts.Select(a => a.Step));
        Assert.Null(plan.Called);
        // One line for them all.
        Assert.Equal((1, 0), _desk.State.CallsOfPhone("1001"));
    }

    [Fact]
    public void Several_numbers_ring_at_once()
    {
        _desk.Carrier("a", "49");
        _desk.Carrier("b", "49", g => g with { Priority = 200 });
        _desk.Phone("1008");
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = new ForwardTarget(["4930", "1008", "1009"], ForwardMethod.All) });
        var plan = _desk.Plan("1000", "1001");
        Assert.Equal("a 1008 1009 b", RouteDesk.Names(plan));
        Assert.Equal([0, 0, 0, 1], plan.Attempts.Select(a => a.Step));
    }

    [Fact]
    public void Several_numbers_ring_in_a_random_order()
    {
        _desk.Phone("1008");
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = new ForwardTarget(["1008", "1009"], ForwardMethod.Random) });
        var orders = Enumerable.Range(0, 50).Select(_ => RouteDesk.Names(_desk.Plan("1000", "1001"))).ToHashSet();
        Assert.Equal(["1008 1009", "1009 1008"], orders.Order());
    }

    [Fact]
    public void A_circle_of_forwards_ends_the_call()
    {
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("1002") });
        _desk.Phone("1002", new PhoneCalls { ForwardAlways = RouteDesk.To("4930555") });
        _desk.Phone("1003", new PhoneCalls { Numbers = ["4930555"], ForwardAlways = RouteDesk.To("1001") });
        var plan = _desk.Plan("gw", "1001");
        Assert.Equal((CallEndReason.ForwardLoop, "1001"), (plan.Refusal, plan.Rule));
        Assert.Equal((0, 0), _desk.State.CallsOfPhone("1002"));
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, CallEndReason.ForwardLoop)]
    public void A_call_is_forwarded_five_times_and_no_more(int forwards, CallEndReason? refusal)
    {
        for (var i = 0; i < forwards; i++) _desk.Phone($"200{i}", new PhoneCalls { ForwardAlways = RouteDesk.To($"200{i + 1}") });
        _desk.Phone($"200{forwards}");
        var plan = _desk.Plan("1000", "2000");
        Assert.Equal(refusal, plan.Refusal);
        if (refusal is null) Assert.Equal(["2004", "2003", "2002", "2001", "2000"], plan.Attempts.Single().Diversions.Select(d => d.Number));
    }

    [Fact]
    public void Forwards_to_forwards_to_forwards_do_not_multiply_without_end()
    {
        for (var i = 0; i < 60; i++)
        {
            var numbers = Enumerable.Range(0, 8).Select(n => $"30{(i * 8 + n + 1) % 60:d2}").ToArray();
            _desk.Phone($"30{i:d2}", new PhoneCalls { ForwardAlways = RouteDesk.To(numbers) });
        }
        Assert.Equal(CallEndReason.ForwardLoop, _desk.Plan("1000", "3000").Refusal);
    }

    [Theory]
    [InlineData(CallEndReason.Busy, "2001")]
    [InlineData(CallEndReason.NoAnswer, "2002")]
    [InlineData(CallEndReason.Offline, "2003")]
    public void A_phone_that_could_not_take_the_call_forwards_it(CallEndReason why, string to)
    {
        foreach (var number in new[] { "2001", "2002", "2003" }) _desk.Phone(number);
        var phone = _desk.Phone("1001", new PhoneCalls { ForwardBusy = RouteDesk.To("2001"), ForwardNoAnswer = RouteDesk.To("2002"), ForwardOffline = RouteDesk.To("2003") });
        var plan = Forward(phone, why)!;
        Assert.Equal(to, RouteDesk.Names(plan));
        Assert.Equal("1001", plan.Attempts.Single().Payer!.Name);
        Assert.Equal("4930555", plan.Attempts.Single().Sent.Caller);
        Assert.Empty(plan.Attempts.Single().Diversions);
        Assert.Equal((1, 0), _desk.State.CallsOfPhone("1001"));
        Assert.Null(Forward(_desk.Phone("1002"), why));
    }

    [Theory]
    [InlineData("1001")]
    [InlineData("4930777")]
    public void A_phone_does_not_forward_to_itself(string target)
    {
        var phone = _desk.Phone("1001", new PhoneCalls { ForwardBusy = RouteDesk.To(target), Numbers = ["4930777"] });
        Assert.Equal(CallEndReason.ForwardLoop, Forward(phone, CallEndReason.Busy)!.Refusal);
    }

    [Fact]
    public void A_call_that_was_forwarded_five_times_is_not_forwarded_again()
    {
        var phone = _desk.Phone("1001", new PhoneCalls { ForwardBusy = RouteDesk.To("1009") });
        Assert.Null(Forward(phone, CallEndReason.Busy, depth: 4)!.Refusal);
        Assert.Equal(CallEndReason.ForwardLoop, Forward(phone, CallEndReason.Busy, depth: 5)!.Refusal);
    }

    [Fact]
    public void A_phone_transfers_when_it_may()
    {
        var phone = _desk.Phone("1001");
        Assert.Equal("1009", RouteDesk.Names(Forward(phone, CallEndReason.Transferred, "1009")!));
        Assert.Null(Forward(phone with { Calls = new PhoneCalls { Transfer = false } }, CallEndReason.Transferred, "1009"));
    }

    [Fact]
    public void The_target_of_a_transfer_is_not_where_the_call_has_been()
    {
        var plan = _desk.Planner.Forward(_desk.Phone("1001"), CallEndReason.Transferred, "1009", _desk.CallerOf("1001"), new CallNumbers("1000", "1009"), 0, _desk.Now);
        Assert.Null(plan!.Refusal);
        Assert.Equal("1009", RouteDesk.Names(plan));
    }

    [Fact]
    public void A_forwarding_phones_own_duration_limit_holds()
    {
        _desk.Phone("1008", new PhoneCalls { MaxDuration = 300 });
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("1008"), MaxDuration = 120 });
        Assert.Equal(120, _desk.Plan("1000", "1001").Attempts.Single().MaxDuration);
        _desk.Phone("1001", new PhoneCalls { ForwardAlways = RouteDesk.To("1008"), MaxDuration = 600 });
        Assert.Equal(300, _desk.Plan("1000", "1001").Attempts.Single().MaxDuration);
    }

    private CallPlan? Forward(Phone phone, CallEndReason why, string? target = null, int depth = 0) =>
        _desk.Planner.Forward(phone, why, target, _desk.CallerOf("1000"), new CallNumbers("1000", "1001"), depth, _desk.Now);
}

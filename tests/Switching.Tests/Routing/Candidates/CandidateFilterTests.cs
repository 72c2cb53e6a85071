using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Fields;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing.Candidates;

/// <summary>For each reason a gateway that is out, and that it says why.</summary>
public class CandidateFilterTests
{
    private readonly RouteDesk _desk = new();

    public CandidateFilterTests() => _desk.Phone("1000");

    [Fact]
    public void A_gateway_that_nothing_keeps_out_is_in() => Assert.Equal(CandidateVerdict.In, Verdict(g => g));

    [Fact]
    public void A_locked_one_is_out() => Assert.Equal(CandidateVerdict.Locked, Verdict(g => g with { Locked = true }));

    [Theory]
    [InlineData("Fri 08:00-18:00 deny", CandidateVerdict.Period)]
    [InlineData("Fri 08:00-18:00; deny", CandidateVerdict.In)]
    [InlineData("Fri 18:00-19:00 deny", CandidateVerdict.In)]
    [InlineData("Sat; deny", CandidateVerdict.Period)]
    public void One_whose_period_denies_it_is_out(string periods, CandidateVerdict verdict) =>
        Assert.Equal(verdict, Verdict(g => g with { Periods = RouteDesk.Periods(periods) }));

    [Theory]
    [InlineData("deny 10:49", CandidateVerdict.CallerCallee, "10:49")]
    [InlineData("deny 10:44,11:49", CandidateVerdict.In, "")]
    [InlineData("deny *:49", CandidateVerdict.CallerCallee, "*:49")]
    [InlineData("allow 10:49", CandidateVerdict.In, "")]
    [InlineData("allow 10:44,11:*", CandidateVerdict.CallerCallee, "")]
    public void Pairs_of_caller_and_callee_are_allowed_or_denied(string pairs, CandidateVerdict verdict, string rule)
    {
        Assert.Null(RoutingGatewayFields.Catalogue.Find("caller_callee_pairs")!.Read(new RoutingGateway { Name = "a" }, pairs, out var read));
        Assert.Equal(verdict, Verdict(g => g with { Pairs = read.Pairs }));
        Assert.Equal(rule, _desk.Explain("1000", "49").Explanation.Candidates.Single().Rule);
    }

    [Fact]
    public void A_period_brings_its_own_priority_and_lines()
    {
        _desk.Carrier("a", "49");
        _desk.Carrier("b", "49", g => g with { Priority = 200, Capacity = 100, Periods = RouteDesk.Periods("Fri lines=1 priority=50; Sat lines=2") });
        var plan = _desk.Plan("1000", "49");
        Assert.Equal("b a", RouteDesk.Names(plan));
        Assert.Equal([null, CallEndReason.LinesExceeded], Enumerable.Range(0, 2).Select(_ => Enter(plan.Attempts[0])));
        _desk.Now += 86_400_000;
        Assert.Equal("a b", RouteDesk.Names(_desk.Plan("1000", "49")));
        Assert.Equal([null, CallEndReason.LinesExceeded], Enumerable.Range(0, 2).Select(_ => Enter(plan.Attempts[0])));
    }

    [Fact]
    public void A_gateway_whose_period_has_ended_since_the_plan_is_not_entered()
    {
        _desk.Carrier("a", "49", g => g with { Periods = RouteDesk.Periods("08:00-08:01; deny") });
        var attempt = _desk.Plan("1000", "49").Attempts.Single();
        _desk.Now += 60_000;
        Assert.Equal(CallEndReason.NoRoute, Enter(attempt));
    }

    [Theory]
    [InlineData("dear", CandidateVerdict.In, CandidateVerdict.RoutingGroup)]
    [InlineData("cheap,dear", CandidateVerdict.In, CandidateVerdict.RoutingGroup)]
    [InlineData("cheap", CandidateVerdict.RoutingGroup, CandidateVerdict.In)]
    [InlineData("", CandidateVerdict.RoutingGroup, CandidateVerdict.In)]
    public void Callers_are_held_to_groups_or_kept_from_them(string groups, CandidateVerdict allowed, CandidateVerdict denied)
    {
        _desk.Phone("2000", new PhoneCalls { RoutingGroups = RouteDesk.Allow("dear") });
        _desk.Mapping("gw", new MappingCalls { RoutingGroups = RouteDesk.Deny("dear") });
        Func<RoutingGateway, RoutingGateway> with = g => g with { Groups = [.. groups.Split(',', StringSplitOptions.RemoveEmptyEntries)] };
        Assert.Equal(allowed, Verdict(with, from: "2000"));
        Assert.Equal(denied, Verdict(with, from: "gw"));
        Assert.Equal(CandidateVerdict.In, Verdict(with));
    }

    [Fact]
    public void One_without_an_address_is_out()
    {
        _desk.Carrier("a", "49");
        _desk.Gateways.Of("a").Targets = [];
        Assert.Equal(CandidateVerdict.NoAddress, _desk.Plan("1000", "49").Explanation.Candidates.Single().Verdict);
    }

    [Fact]
    public void With_the_online_check_only_addresses_that_answer_are_tried()
    {
        _desk.Carrier("a", "49", g => g with { OnlineCheck = true });
        _desk.Gateways.Of("a").Targets = [RouteDesk.Target("203.0.113.1", online: false), RouteDesk.Target("203.0.113.2", 5070)];
        Assert.Equal(["sip:49@203.0.113.2:5070"], _desk.Plan("1000", "49").Attempts.Single().Targets.Select(t => t.RequestUri));
        _desk.Gateways.Of("a").Targets = [RouteDesk.Target("203.0.113.1", online: false)];
        Assert.Equal(CandidateVerdict.Offline, _desk.Plan("1000", "49").Explanation.Candidates.Single().Verdict);
        _desk.Carrier("a", "49");
        Assert.Single(_desk.Plan("1000", "49").Attempts);
    }

    [Fact]
    public void One_that_has_asked_to_be_left_alone_is_out_until_its_time_is_over()
    {
        _desk.Carrier("a", "49");
        var attempt = _desk.Plan("1000", "49").Attempts.Single();
        _desk.Gateways.Of("a").RetryAfter = _desk.Now + 1;
        Assert.Equal(CandidateVerdict.RetryAfter, _desk.Plan("1000", "49").Explanation.Candidates.Single().Verdict);
        Assert.Equal(CallEndReason.NoRoute, Enter(attempt));
        _desk.Now++;
        Assert.Null(Enter(attempt));
        Assert.Single(_desk.Plan("1000", "49").Attempts);
    }

    [Fact]
    public void Numbers_are_held_against_its_lists_as_they_would_be_sent()
    {
        _desk.Numbers("bad", "+4911*");
        Func<RoutingGateway, RoutingGateway> with = g => g with { CalleeRules = RouteDesk.Rules("49:+49"), CallerRules = RouteDesk.Rules("1:+1") };
        Assert.Equal(CandidateVerdict.CallerPrefix, Verdict(g => with(g) with { CallerPrefixes = RouteDesk.DenyPrefixes("+1") }));
        Assert.Equal(CandidateVerdict.In, Verdict(g => with(g) with { CallerPrefixes = RouteDesk.DenyPrefixes("1") }));
        Assert.Equal(CandidateVerdict.CalleePrefix, Verdict(g => with(g) with { CalleePrefixes = RouteDesk.AllowPrefixes("49") }));
        Assert.Equal(CandidateVerdict.CalleeGroup, Verdict(g => with(g) with { CalleeGroups = RouteDesk.Deny("bad") }, callee: "49112"));
        Assert.Equal(CandidateVerdict.CallerGroup, Verdict(g => with(g) with { CallerGroups = RouteDesk.Allow("bad") }));
        Assert.Equal(CandidateVerdict.CallerLength, Verdict(g => with(g) with { CallerLengths = new LengthSet(1 << 4) }));
        Assert.Equal(CandidateVerdict.In, Verdict(g => with(g) with { CallerLengths = new LengthSet(1 << 5) }));
        Assert.Equal(CandidateVerdict.CalleeLength, Verdict(g => with(g) with { CalleeLengths = new LengthSet(1 << 4) }));
    }

    [Fact]
    public void A_gateway_beyond_its_rate_is_not_entered_and_a_paced_one_says_when()
    {
        _desk.Carrier("a", "49", g => g with { CallRate = new CallRate(1, 1000, 0, 0, 0) });
        var attempt = _desk.Plan("1000", "49").Attempts.Single();
        Assert.Equal([null, CallEndReason.CallRateExceeded], Enumerable.Range(0, 2).Select(_ => Enter(attempt)));
        Assert.Equal(1, _desk.Gateways.Of("a").Calls);

        _desk.Carrier("b", "33", g => g with { CallRate = new CallRate(1, 1000, 0, 0, 1000) });
        attempt = _desk.Plan("1000", "33").Attempts.Single();
        var caller = _desk.CallerOf("1000");
        Assert.Equal(0, _desk.Planner.Enter(attempt, caller, _desk.Now).Lease!.NotBefore);
        Assert.Equal(_desk.Now + 1000, _desk.Planner.Enter(attempt, caller, _desk.Now).Lease!.NotBefore);
    }

    [Theory]
    [InlineData("+4930#1", "sip:+4930%231@gw.example")]
    [InlineData("49 30", "sip:49%2030@gw.example")]
    [InlineData("49@evil", "sip:49%40evil@gw.example")]
    public void The_number_in_a_Request_URI_is_escaped(string sent, string uri)
    {
        _desk.Directory.NumberTransforms.Set(new NumberTransform { Name = "49", Callee = sent });
        _desk.Carrier("a", "49", g => g with { TransformNumbers = true });
        _desk.Gateways.Of("a").Targets = [new GatewayTarget(RouteDesk.FlowOf("203.0.113.1"), "gw.example")];
        Assert.Equal(uri, _desk.Plan("1000", "49").Attempts.Single().Targets.Single().RequestUri);
    }

    private CandidateVerdict Verdict(Func<RoutingGateway, RoutingGateway> with, string from = "1000", string callee = "4930")
    {
        _desk.Carrier("a", "49", with);
        var plan = _desk.Plan(from, callee);
        plan.CallerLines?.Return();
        var candidate = plan.Explanation.Candidates.Single();
        Assert.Equal(candidate.Verdict == CandidateVerdict.In ? null : CallEndReason.NoRoute, plan.Refusal);
        return candidate.Verdict;
    }

    private CallEndReason? Enter(Attempt attempt)
    {
        var (lease, why, _) = _desk.Planner.Enter(attempt, _desk.CallerOf("1000"), _desk.Now);
        return lease is null ? why : null;
    }
}

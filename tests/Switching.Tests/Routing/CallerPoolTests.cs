using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing;

/// <summary>Callers get another number from a number group when a gateway is to show none of theirs.</summary>
public class CallerPoolTests
{
    private readonly RouteDesk _desk = new();

    public CallerPoolTests()
    {
        _desk.Mapping("gw");
        _desk.Numbers("shown", "4930001", "4930002", "4930003", "49309*");
    }

    [Fact]
    public void Round_robin_takes_one_number_after_another_and_begins_anew()
    {
        Carrier("one", PoolOrder.RoundRobin);
        Carrier("other", PoolOrder.RoundRobin);
        Assert.Equal(["4930001", "4930002", "4930003", "4930001"], Enumerable.Range(0, 4).Select(_ => Enter("one").Caller));
        Assert.Equal("4930001", Enter("other").Caller);
    }

    [Fact]
    public void Random_takes_all_of_them_in_the_long_run()
    {
        Carrier("one", PoolOrder.Random);
        Assert.Equal(["4930001", "4930002", "4930003"], Enumerable.Range(0, 100).Select(_ => Enter("one").Caller).Distinct().Order());
    }

    [Theory]
    [InlineData(PoolOrder.RoundRobin)]
    [InlineData(PoolOrder.Random)]
    public void A_number_is_on_so_many_calls_at_once_and_free_again_when_one_ends(PoolOrder order)
    {
        Carrier("one", order, lines: 2);
        Carrier("other", order, lines: 2);
        var taken = Enumerable.Range(0, 6).Select(i => Enter(i % 2 == 0 ? "one" : "other")).ToList();
        Assert.All(taken.GroupBy(lease => lease.Caller), number => Assert.Equal(2, number.Count()));

        Assert.Equal((null, CallEndReason.LinesExceeded, "shown"), Try("one"));
        Assert.Equal((6, 0), (_desk.Gateways.Of("one").Calls + _desk.Gateways.Of("other").Calls, _desk.State.CallsOfGroup("none")));
        taken[3].Return();
        Assert.Equal(taken[3].Caller, Enter("one").Caller);
    }

    [Fact]
    public void A_pool_without_a_number_carries_no_call()
    {
        _desk.Numbers("shown");
        Carrier("one", PoolOrder.Random);
        Assert.Equal((null, CallEndReason.LinesExceeded, "shown"), Try("one"));
        _desk.Numbers("shown", "493*");
        Assert.Equal((null, CallEndReason.LinesExceeded, "shown"), Try("one"));
        Assert.Equal(0, _desk.Gateways.Of("one").Calls);
    }

    [Fact]
    public void What_a_gateway_takes_and_rewrites_is_the_caller_s_own_number()
    {
        Carrier("one", PoolOrder.Random, with: g => g with { CallerPrefixes = RouteDesk.DenyPrefixes("4940") });
        Assert.Equal(CallEndReason.NoRoute, _desk.Explain("gw", "4930", "4940").Refusal);
        var plan = _desk.Explain("gw", "4930", "4950");
        Assert.Contains("sends a number of shown to 4930", plan.Explanation.ToText(), StringComparison.Ordinal);
        Assert.Contains("\"pool\":\"shown\"", plan.Explanation.ToJson(), StringComparison.Ordinal);
    }

    private void Carrier(string name, PoolOrder order, int? lines = null, Func<RoutingGateway, RoutingGateway>? with = null) => _desk.Carrier(name, "49", g =>
    {
        var gateway = g with { CallerPool = new CallerPool("shown", order, lines) };
        return with?.Invoke(gateway) ?? gateway;
    });

    private LineLease Enter(string gateway)
    {
        var (lease, _, _) = EnterAny(gateway);
        return lease!;
    }

    private (string?, CallEndReason, string) Try(string gateway)
    {
        var (lease, why, rule) = EnterAny(gateway);
        return (lease?.Caller, why, rule);
    }

    private (LineLease? Lease, CallEndReason Why, string Rule) EnterAny(string gateway)
    {
        var attempt = _desk.Explain("gw", "4930", "4950").Attempts.Single(a => a.Name == gateway);
        return _desk.Planner.Enter(attempt, _desk.CallerOf("gw"), _desk.Now);
    }
}

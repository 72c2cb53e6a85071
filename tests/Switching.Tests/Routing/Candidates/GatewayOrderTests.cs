using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing.Candidates;

/// <summary>Which routing gateways are tried, and in which order.</summary>
public class GatewayOrderTests
{
    private readonly RouteDesk _desk = new();

    public GatewayOrderTests() => _desk.Phone("1000");

    [Fact]
    public void The_longest_prefix_ends_the_search()
    {
        _desk.Carrier("world");
        _desk.Carrier("germany", "49");
        _desk.Carrier("berlin", "4930,4931");
        Assert.Equal("berlin", Try("4930123"));
        Assert.Equal("germany", Try("4940123"));
        Assert.Equal("world", Try("33123"));
        Assert.Equal("world", Try("4"));
    }

    [Fact]
    public void A_gateway_without_prefixes_serves_all_numbers()
    {
        _desk.Carrier("all", with: g => g with { Prefixes = [] });
        Assert.Equal("all", Try("4930123"));
    }

    [Fact]
    public void A_prefix_that_continues_is_followed_by_shorter_ones()
    {
        _desk.Carrier("world");
        _desk.Carrier("germany", "49", g => g with { PrefixMode = PrefixMode.Continue });
        _desk.Carrier("berlin", "4930", g => g with { PrefixMode = PrefixMode.Continue });
        Assert.Equal("berlin germany world", Try("4930123"));
        _desk.Carrier("germany", "49");
        Assert.Equal("berlin germany", Try("4930123"));
        _desk.Carrier("berlin2", "4930", g => g with { Priority = 200 });
        Assert.Equal("berlin berlin2", Try("4930123"));
    }

    [Fact]
    public void A_gateway_with_several_matching_prefixes_is_tried_once_at_the_longest()
    {
        _desk.Carrier("a", ",49,4930", g => g with { PrefixMode = PrefixMode.Continue });
        _desk.Carrier("b", "49");
        Assert.Equal("a b", Try("4930123"));
    }

    [Fact]
    public void A_locked_gateway_does_not_end_the_search_and_one_that_is_offline_does()
    {
        _desk.Carrier("germany", "49");
        _desk.Carrier("berlin", "4930", g => g with { Locked = true });
        Assert.Equal("germany", Try("4930123"));
        _desk.Carrier("berlin", "4930");
        _desk.Gateways.Of("berlin").Targets = [];
        Assert.Equal(CallEndReason.NoRoute, _desk.Plan("1000", "4930123").Refusal);
    }

    [Fact]
    public void No_prefix_is_not_found_and_no_usable_gateway_is_no_route()
    {
        _desk.Carrier("germany", "49", g => g with { Locked = true });
        Assert.Equal(CallEndReason.NotFound, _desk.Plan("1000", "33123").Refusal);
        var plan = _desk.Plan("1000", "49123");
        Assert.Equal((CallEndReason.NoRoute, "germany"), (plan.Refusal, plan.Rule));
    }

    [Fact]
    public void Priority_comes_before_load_and_load_before_the_number_of_calls()
    {
        _desk.Carrier("a", "49", g => g with { Capacity = 10 });
        _desk.Carrier("b", "49", g => g with { Capacity = 100 });
        _desk.Carrier("c", "49", g => g with { Priority = 50 });
        Take("a", 1);
        Take("b", 5);
        Take("c", 20);
        Assert.Equal("c b a", Try("49"));
    }

    [Fact]
    public void Calls_are_spread_over_gateways_that_are_otherwise_equal()
    {
        foreach (var name in new[] { "a", "b", "c" }) _desk.Carrier(name, "49");
        var first = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var attempt = _desk.Plan("1000", "49").Attempts[0];
            first.Add(attempt.Name);
            // Also when each call is over before the next one comes.
            _desk.Planner.Enter(attempt, _desk.CallerOf("1000"), _desk.Now).Lease!.Return();
        }
        Assert.Equal(["a", "b", "c", "a", "b", "c"], first);
    }

    [Fact]
    public void Protect_gateways_come_last_whatever_their_prefix_and_priority()
    {
        _desk.Carrier("protect", "4930", g => g with { Protect = true, PrefixMode = PrefixMode.Continue, Priority = 1 });
        _desk.Carrier("germany", "49");
        var plan = _desk.Plan("1000", "4930123");
        Assert.Equal("germany protect", RouteDesk.Names(plan));
        Assert.Equal([0, 1], plan.Attempts.Select(a => a.Step));
    }

    [Fact]
    public void A_hundred_thousand_prefixes_are_searched_by_length_and_not_one_by_one()
    {
        var prefixes = Enumerable.Range(0, 100_000).Select(i => $"{i:d5}").ToArray();
        _desk.Directory.RoutingGateways.SetAll(Enumerable.Range(0, 10)
            .Select(i => new RoutingGateway { Name = $"c{i}", Prefixes = [.. prefixes.Where(p => p[4] - '0' == i)] }));
        for (var i = 0; i < 10; i++) _desk.Gateways.Of($"c{i}").Targets = [RouteDesk.Target("203.0.113.1")];
        foreach (var number in new[] { "000001234", "123451234", "999991234" }) Assert.Equal($"c{number[4]}", Try(number));
        Assert.Equal(CallEndReason.NotFound, _desk.Plan("1000", "1234").Refusal);
    }

    [Fact]
    public void A_changed_gateway_is_routed_by_its_new_prefixes_at_once()
    {
        _desk.Carrier("a", "49");
        Assert.Equal("a", Try("49"));
        _desk.Carrier("a", "33");
        Assert.Equal(CallEndReason.NotFound, _desk.Plan("1000", "49").Refusal);
        _desk.Directory.RoutingGateways.Remove("a");
        Assert.Equal(CallEndReason.NotFound, _desk.Plan("1000", "33").Refusal);
        Assert.Empty(_desk.Gateways.All);
    }

    private string Try(string callee) => RouteDesk.Names(_desk.Plan("1000", callee));

    private void Take(string gateway, int calls)
    {
        var caller = _desk.CallerOf("1000");
        var attempt = _desk.Plan("1000", "49").Attempts.Single(a => a.Name == gateway);
        for (var i = 0; i < calls; i++) Assert.NotNull(_desk.Planner.Enter(attempt, caller, _desk.Now).Lease);
    }
}

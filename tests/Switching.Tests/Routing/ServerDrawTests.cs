using System.Collections.Immutable;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing;

/// <summary>Calls are shared out among a carrier's servers as its SRV records ask (RFC 2782).</summary>
public class ServerDrawTests
{
    private static readonly ImmutableArray<GatewayTarget> Shared =
        [Target("192.0.2.1", 0, 75, 0), Target("192.0.2.4", 0, 75, 0), Target("192.0.2.2", 0, 25, 1), Target("192.0.2.9", 0, 0, 2), Target("192.0.2.3", 1, 0, 0)];

    private readonly Random _chance = new(1);

    [Fact]
    public void Each_call_draws_anew_by_weight_and_keeps_to_the_ranks()
    {
        var orders = Enumerable.Range(0, 1000).Select(_ => ServerDraw.Order(Shared, _chance)).ToList();
        Assert.InRange(orders.Count(o => o[0].Host == "192.0.2.1"), 700, 800);
        Assert.InRange(orders.Count(o => o[0].Host == "192.0.2.2"), 200, 300);
        Assert.InRange(orders.Count(o => o[0].Host == "192.0.2.9"), 1, 30);
        Assert.All(orders, o => Assert.Equal((5, "192.0.2.3"), (o.Distinct().Count(), o[4].Host)));
        // A server's other address is tried before another server.
        Assert.All(orders, o => Assert.Equal("192.0.2.4", o[o.IndexOf(Shared[0]) + 1].Host));
    }

    [Fact]
    public void Where_nothing_is_to_be_drawn_nothing_is_made()
    {
        ImmutableArray<GatewayTarget> plain = [Target("192.0.2.1", 0, 0, 0), Target("192.0.2.2", 0, 0, 0), Target("192.0.2.3", 1, 50, 0)];
        Assert.Equal(plain, ServerDraw.Order(plain, _chance));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) ServerDraw.Order(plain, _chance);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_call_tries_the_servers_in_its_own_order()
    {
        var desk = new RouteDesk();
        desk.Mapping("gw");
        desk.Carrier("carrier", "49");
        desk.Gateways.Of("carrier").Targets = Shared;
        var first = Enumerable.Range(0, 50).Select(_ => desk.Explain("gw", "4930", "1").Attempts.Single().Targets[0].Host).Distinct();
        Assert.Contains("192.0.2.1", first);
        Assert.Contains("192.0.2.2", first);
    }

    private static GatewayTarget Target(string host, int rank, ushort weight, int server) => new(RouteDesk.FlowOf(host), host, Rank: rank, Weight: weight, Server: server);
}

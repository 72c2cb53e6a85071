using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Tests.Routing.Steps;

public class CallerLinesStepTests
{
    private readonly RouteDesk _desk = new();

    public CallerLinesStepTests() => _desk.Phone("1001");

    [Fact]
    public void A_phone_makes_as_many_calls_as_it_has_lines_out()
    {
        _desk.Phone("1000", new PhoneCalls { LinesOut = 2 });
        var first = _desk.Plan("1000", "1001");
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
        var third = _desk.Plan("1000", "1001");
        Assert.Equal(CallEndReason.LinesExceeded, third.Refusal);
        Assert.Equal("1000", third.Rule);
        first.CallerLines!.Return();
        first.CallerLines.Return();
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
        Assert.Equal(CallEndReason.LinesExceeded, _desk.Plan("1000", "1001").Refusal);
    }

    [Fact]
    public void Calls_in_both_directions_share_the_lines()
    {
        var phone = _desk.Phone("1000", new PhoneCalls { Lines = 2 });
        var called = _desk.Planner.Enter(_desk.Plan("1001", "1000").Attempts.Single(), _desk.CallerOf("1001"), _desk.Now);
        Assert.NotNull(called.Lease);
        Assert.Null(_desk.Plan("1000", "1001").Refusal);
        Assert.Equal(CallEndReason.LinesExceeded, _desk.Plan("1000", "1001").Refusal);
        Assert.Equal((1, 1), _desk.State.CallsOfPhone(phone.Name));
    }

    [Fact]
    public void A_mapping_gateway_has_its_capacity()
    {
        _desk.Mapping("gw", new MappingCalls { Capacity = 1 });
        var first = _desk.Plan("gw", "1001");
        Assert.Equal(CallEndReason.LinesExceeded, _desk.Plan("gw", "1001").Refusal);
        Assert.Equal(1, _desk.State.CallsOfMappingGateway("gw"));
        first.CallerLines!.Return();
        Assert.Equal(0, _desk.State.CallsOfMappingGateway("gw"));
    }

    [Fact]
    public void A_carriers_calls_to_us_are_on_its_lines_too()
    {
        _desk.Carrier("trunk", "49", g => g with { Capacity = 1 });
        var incoming = _desk.Plan("trunk", "1001");
        Assert.Equal(1, _desk.Gateways.Of("trunk").Calls);
        Assert.Equal(CallEndReason.LinesExceeded, _desk.Plan("trunk", "1001").Refusal);
        incoming.CallerLines!.Return();
        Assert.Equal(0, _desk.Gateways.Of("trunk").Calls);
    }

    [Fact]
    public void A_refused_call_leaves_no_line_in_use()
    {
        _desk.Group("g", lines: 5);
        _desk.Mapping("gw", new MappingCalls { Capacity = 1, Groups = ["g"] });
        Assert.Equal(CallEndReason.NotFound, _desk.Plan("gw", "999").Refusal);
        Assert.Equal(0, _desk.State.CallsOfMappingGateway("gw"));
        Assert.Equal(0, _desk.State.CallsOfGroup("g"));
        Assert.Null(_desk.Plan("gw", "1001").Refusal);
    }

    [Fact]
    public void Explaining_takes_no_line()
    {
        _desk.Phone("1000", new PhoneCalls { LinesOut = 1 });
        for (var i = 0; i < 3; i++) Assert.Null(_desk.Explain("1000", "1001").Refusal);
        Assert.Equal((0, 0), _desk.State.CallsOfPhone("1000"));
    }

    [Fact]
    public void Two_shards_never_take_more_lines_than_there_are_and_give_each_back_once()
    {
        const int Lines = 7;
        _desk.Group("g", lines: Lines);
        _desk.Mapping("gw", new MappingCalls { Capacity = Lines, Groups = ["g"] });
        _desk.Carrier("out", "49", g => g with { Capacity = Lines });
        var most = 0;
        Parallel.For(0, 4, shard =>
        {
            var planner = new CallPlanner(_desk.State, new Random(shard));
            var caller = _desk.CallerOf("gw");
            var held = new Queue<LineLease>();
            for (var i = 0; i < 5_000; i++)
            {
                var plan = planner.Plan(caller, new CallNumbers("1", "4930"), default, _desk.Now);
                if (plan.CallerLines is { } lease) held.Enqueue(lease);
                if (plan.Refusal is null && planner.Enter(plan.Attempts[0], caller, _desk.Now).Lease is { } gateway) held.Enqueue(gateway);
                InterlockedMax(ref most, Math.Max(_desk.State.CallsOfMappingGateway("gw"), _desk.Gateways.Of("out").Calls));
                if (held.Count > shard || plan.Refusal is not null)
                {
                    if (held.TryDequeue(out var over))
                    {
                        over.Return();
                        over.Return();
                    }
                }
            }
            foreach (var lease in held) lease.Return();
        });
        Assert.InRange(most, 1, Lines);
        Assert.Equal(0, _desk.State.CallsOfMappingGateway("gw"));
        Assert.Equal(0, _desk.State.CallsOfGroup("g"));
        Assert.Equal(0, _desk.Gateways.Of("out").Calls);
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (var seen = Volatile.Read(ref place); seen < value; seen = Volatile.Read(ref place)) Interlocked.CompareExchange(ref place, value, seen);
    }
}

using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;

namespace Tandem.Switching.Tests.Routing.Steps;

public class GroupLinesStepTests
{
    private readonly RouteDesk _desk = new();

    public GroupLinesStepTests() => _desk.Phone("1001");

    [Fact]
    public void The_gateways_of_a_group_share_its_lines()
    {
        _desk.Group("g", lines: 2);
        _desk.Mapping("a", new MappingCalls { Groups = ["g"] });
        _desk.Mapping("b", new MappingCalls { Groups = ["g"] });
        Assert.Null(_desk.Plan("a", "1001").Refusal);
        Assert.Null(_desk.Plan("b", "1001").Refusal);
        var third = _desk.Plan("a", "1001");
        Assert.Equal((CallEndReason.GroupLinesExceeded, "g"), (third.Refusal, third.Rule));
        Assert.Equal(1, _desk.State.CallsOfMappingGateway("a"));
    }

    [Fact]
    public void Reserved_lines_are_for_callers_that_are_allowed_the_group_by_name()
    {
        _desk.Group("g", lines: 3, reserved: 1);
        _desk.Carrier("out", "49", c => c with { Groups = ["g"] });
        _desk.Phone("1000");
        _desk.Phone("2000", new PhoneCalls { RoutingGroups = RouteDesk.Allow("g") });
        Assert.Equal([null, null, CallEndReason.GroupLinesExceeded], Enumerable.Range(0, 3).Select(_ => Enter("1000")));
        Assert.Null(Enter("2000"));
        Assert.Equal(CallEndReason.GroupLinesExceeded, Enter("2000"));
    }

    [Fact]
    public void A_group_without_a_limit_and_one_that_does_not_exist_limit_nothing()
    {
        _desk.Group("g");
        _desk.Mapping("a", new MappingCalls { Groups = ["g", "gone"] });
        for (var i = 0; i < 10; i++) Assert.Null(_desk.Plan("a", "1001").Refusal);
    }

    private CallEndReason? Enter(string from)
    {
        var (lease, why, _) = _desk.Planner.Enter(_desk.Plan(from, "4930").Attempts.Single(), _desk.CallerOf(from), _desk.Now);
        return lease is null ? why : null;
    }
}

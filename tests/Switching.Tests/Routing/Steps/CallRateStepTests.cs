using Tandem.Switching.Accounts;
using Tandem.Switching.Calls;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Tests.Routing.Steps;

public class CallRateStepTests
{
    private readonly RouteDesk _desk = new();

    public CallRateStepTests() => _desk.Phone("1000");

    [Fact]
    public void A_burst_is_refused_until_its_window_is_over()
    {
        Limit(new CallRate(3, 1000, 0, 0, 0));
        for (var i = 0; i < 3; i++) Assert.Null(Call());
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 999;
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 1;
        Assert.Null(Call());
    }

    [Fact]
    public void No_window_ever_sees_more_than_the_burst()
    {
        Limit(new CallRate(5, 1000, 0, 0, 0));
        var random = new Random(1);
        var made = new List<long>();
        for (var i = 0; i < 5000; i++)
        {
            _desk.Now += random.Next(200);
            if (Call() is null) made.Add(_desk.Now);
        }
        for (var i = 5; i < made.Count; i++) Assert.True(made[i] - made[i - 5] >= 1000);
        Assert.True(made.Count > 2000);
    }

    [Fact]
    public void The_sustained_rate_is_held_beside_the_burst()
    {
        Limit(new CallRate(3, 1000, 5, 60_000, 0));
        for (var i = 0; i < 3; i++) Assert.Null(Call());
        _desk.Now += 1000;
        for (var i = 0; i < 2; i++) Assert.Null(Call());
        _desk.Now += 1000;
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 57_999;
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 1;
        Assert.Null(Call());
    }

    [Fact]
    public void Paced_calls_wait_for_their_turn_in_their_order()
    {
        Limit(new CallRate(2, 1000, 0, 0, 1500));
        Assert.Equal([0, 0, 1000, 1000], Enumerable.Range(0, 4).Select(_ => Wait()));
        // The next turn is two windows away: longer than a call may wait.
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 500;
        Assert.Equal(1500, Wait());
    }

    [Fact]
    public void A_call_beyond_the_sustained_rate_waits_too_when_its_turn_is_near()
    {
        Limit(new CallRate(3, 1000, 4, 10_000, 2000));
        Assert.Equal([0, 0, 0, 1000], Enumerable.Range(0, 4).Select(_ => Wait()));
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 7_999;
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        _desk.Now += 1;
        Assert.Equal(2000, Wait());
    }

    [Fact]
    public void What_was_explained_was_not_called()
    {
        Limit(new CallRate(1, 1000, 0, 0, 0));
        for (var i = 0; i < 5; i++) Assert.Null(_desk.Explain("gw", "1000").Refusal);
        Assert.Null(Call());
        Assert.Equal(CallEndReason.CallRateExceeded, _desk.Explain("gw", "1000").Refusal);
    }

    [Fact]
    public void A_changed_limit_remembers_the_calls_before()
    {
        Limit(new CallRate(5, 1000, 0, 0, 0));
        for (var i = 0; i < 3; i++) Assert.Null(Call());
        Limit(new CallRate(3, 1000, 0, 0, 0));
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
        Limit(new CallRate(4, 1000, 0, 0, 0));
        Assert.Null(Call());
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
    }

    [Fact]
    public void A_shard_whose_clock_is_a_moment_behind_is_held_to_the_limit_and_to_no_more()
    {
        Limit(new CallRate(2, 1000, 0, 0, 0));
        Assert.Null(Call());
        _desk.Now -= 3;
        Assert.Equal(0, Wait());
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
    }

    [Fact]
    public void A_clock_that_is_set_back_stops_no_calls()
    {
        Limit(new CallRate(1, 1000, 1, 3_600_000, 0));
        Assert.Null(Call());
        _desk.Now -= 3_600_000;
        Assert.Null(Call());
        Assert.Equal(CallEndReason.CallRateExceeded, Call());
    }

    private void Limit(CallRate rate) => _desk.Mapping("gw", new MappingCalls { CallRate = rate });

    private CallEndReason? Call()
    {
        var plan = _desk.Plan("gw", "1000");
        plan.CallerLines?.Return();
        return plan.Refusal;
    }

    private long Wait()
    {
        var plan = _desk.Plan("gw", "1000");
        Assert.Null(plan.Refusal);
        return plan.NotBefore == 0 ? 0 : plan.NotBefore - _desk.Now;
    }
}

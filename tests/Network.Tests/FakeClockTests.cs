using Tandem.Testing;

namespace Tandem.Network.Tests;

public sealed class FakeClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeClock _clock = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Time_moves_only_when_it_is_moved()
    {
        var utc = _clock.GetUtcNow();
        var stamp = _clock.GetTimestamp();

        _clock.Advance(Second);

        Assert.Equal(utc + Second, _clock.GetUtcNow());
        Assert.Equal(Second, _clock.GetElapsedTime(stamp));
        Assert.Equal((utc + Second).ToUnixTimeMilliseconds(), _clock.NowMs);
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        var start = _clock.GetTimestamp();
        Timer("b", Second * 2);
        Timer("a", Second);

        _clock.Advance(Second * 3);

        Assert.Equal(["a at 1", "b at 2"], _fired);

        void Timer(string name, TimeSpan due) => _clock.CreateTimer(
            _ => _fired.Add($"{name} at {_clock.GetElapsedTime(start).TotalSeconds}"), null, due, Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void A_timer_fires_at_its_time_and_not_a_tick_before()
    {
        _clock.CreateTimer(_ => _fired.Add("x"), null, Second, Timeout.InfiniteTimeSpan);

        _clock.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Empty(_fired);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Single(_fired);
    }

    [Fact]
    public void A_periodic_timer_goes_on_until_it_is_disposed()
    {
        var timer = _clock.CreateTimer(_ => _fired.Add("x"), null, Second, Second);
        _clock.Advance(Second * 3);
        Assert.Equal(3, _fired.Count);

        timer.Dispose();
        _clock.Advance(Second * 3);

        Assert.Equal(3, _fired.Count);
        Assert.Equal(0, _clock.TimerCount);
    }

    [Fact]
    public async Task Delays_of_the_platform_run_on_it()
    {
        var delay = Task.Delay(Second, _clock, TestContext.Current.CancellationToken);
        Assert.False(delay.IsCompleted);

        _clock.Advance(Second);

        await delay.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}

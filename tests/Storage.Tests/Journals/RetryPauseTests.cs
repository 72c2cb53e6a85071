using Tandem.Storage.Journals;

namespace Tandem.Storage.Tests.Journals;

public sealed class RetryPauseTests
{
    [Fact]
    public void Each_failure_in_a_row_makes_the_pause_twice_as_long_up_to_the_longest()
    {
        var retry = new RetryPause(longest: 5000);
        var now = 1_000_000L;
        long[] pauses = [1000, 2000, 4000, 5000, 5000];

        foreach (var pause in pauses)
        {
            retry.Failed(now);
            Assert.False(retry.IsOver(now + pause - 1));
            now += pause;
            Assert.True(retry.IsOver(now));
        }
    }

    [Fact]
    public void Only_the_first_failure_and_the_first_success_after_it_are_news()
    {
        var retry = new RetryPause(longest: 5000);

        Assert.False(retry.Succeeded());
        Assert.True(retry.Failed(0));
        Assert.False(retry.Failed(1000));
        Assert.True(retry.Succeeded());
        Assert.True(retry.IsOver(1000));
        Assert.False(retry.Succeeded());
        Assert.True(retry.Failed(2000));
        Assert.False(retry.IsOver(2999));
        Assert.True(retry.IsOver(3000));
    }
}

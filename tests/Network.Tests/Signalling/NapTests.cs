using Tandem.Network.Signalling;

namespace Tandem.Network.Tests.Signalling;

public sealed class NapTests
{
    private const int Turn = 1000;

    [Fact]
    public void Naps_are_taken_while_there_is_much_to_do_and_only_then()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There are naps on Linux only.");
        var nap = new Nap(TimeSpan.FromMicroseconds(200), worthwhile: 24);
        var now = 0L;

        now = Work(nap, now, perTurn: 3);
        Assert.Equal(TimeSpan.Zero, nap.Length);

        now = Work(nap, now, perTurn: 5);
        Assert.Equal(TimeSpan.FromMicroseconds(200), nap.Length);

        now = Work(nap, now, perTurn: 480);
        Assert.Equal(TimeSpan.FromMicroseconds(50), nap.Length);

        Work(nap, now, perTurn: 0);
        Assert.Equal(TimeSpan.Zero, nap.Length);
    }

    [Fact]
    public void The_first_turn_after_a_quiet_hour_is_not_followed_by_a_nap()
    {
        var nap = new Nap(TimeSpan.FromMicroseconds(200), worthwhile: 24);

        var now = Work(nap, 0, perTurn: 100);
        nap.After(100, now + 3_600_000_000);

        Assert.Equal(TimeSpan.Zero, nap.Length);
    }

    // Turns of a millisecond each, twice as many as a plan stands for.
    private static long Work(Nap nap, long now, int perTurn)
    {
        for (var turn = 0; turn < 130; turn++) nap.After(perTurn, now += Turn);
        return now;
    }
}

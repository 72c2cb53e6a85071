using Tandem.Switching.Operators;

namespace Tandem.Server.Tests.Operators;

public sealed class LoginGateTests
{
    private const long LockTime = 120_000;

    private readonly LoginGate _gate = new(capacity: 100);

    [Fact]
    public void Five_failures_lock_for_the_lock_time_and_not_a_tick_longer()
    {
        for (var i = 0; i < 4; i++) Assert.False(_gate.Fail("anna", "192.0.2.1", i, LockTime));
        Assert.Equal(0, _gate.LockedFor("anna", "192.0.2.1", 4));

        Assert.True(_gate.Fail("anna", "192.0.2.1", 4, LockTime));
        Assert.Equal(1, _gate.LockedFor("anna", "192.0.2.1", 4 + LockTime - 1));
        Assert.Equal(0, _gate.LockedFor("anna", "192.0.2.1", 4 + LockTime));
    }

    [Fact]
    public void Other_addresses_and_other_users_are_never_locked()
    {
        for (var i = 0; i < 50; i++) _gate.Fail("anna", "203.0.113.5", i, LockTime);

        Assert.Equal(0, _gate.LockedFor("anna", "192.0.2.1", 50));
        Assert.Equal(0, _gate.LockedFor("ben", "203.0.113.5", 50));
    }

    [Theory]
    [InlineData(LockTime - 1, true)]
    [InlineData(LockTime, false)]
    public void A_failure_counts_for_the_lock_time(long pause, bool locks)
    {
        for (var i = 0; i < 4; i++) _gate.Fail("anna", "192.0.2.1", 0, LockTime);

        Assert.Equal(locks, _gate.Fail("anna", "192.0.2.1", pause, LockTime));
    }

    [Fact]
    public void A_success_forgets_the_failures()
    {
        for (var i = 0; i < 4; i++) _gate.Fail("anna", "192.0.2.1", 0, LockTime);
        _gate.Succeed("anna", "192.0.2.1");

        Assert.False(_gate.Fail("anna", "192.0.2.1", 1, LockTime));
    }

    [Fact]
    public void A_flood_of_names_forgets_the_oldest_and_no_more()
    {
        for (var i = 0; i < 5; i++) _gate.Fail("anna", "192.0.2.1", 0, LockTime);
        for (var i = 0; i < 99; i++) _gate.Fail($"u{i}", "203.0.113.5", 1, LockTime);
        Assert.True(_gate.LockedFor("anna", "192.0.2.1", 2) > 0);

        _gate.Fail("one more", "203.0.113.5", 1, LockTime);
        Assert.Equal(0, _gate.LockedFor("anna", "192.0.2.1", 2));
    }
}

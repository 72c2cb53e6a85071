using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;

namespace Tandem.Switching.Tests.Protection;

public class EndpointSuspensionTests
{
    private const long Start = 1_800_000_000_000;
    private static readonly SuspensionSettings Settings = new(true, 6, 180_000, SuspensionScope.Source);
    private readonly EndpointSuspension _suspension = new();

    [Fact]
    public void The_sixth_failure_suspends_and_the_fifth_does_not()
    {
        for (var i = 1; i <= 5; i++) Assert.Null(Fail("1000", 1));
        Assert.Null(Check("1000", 1));
        var begun = Fail("1000", 1);
        Assert.NotNull(begun);
        Assert.Equal((6, false, Start + 180_000), (begun.Failures, begun.Everyone, begun.Until));
        Assert.Same(begun, Check("1000", 1));
    }

    [Fact]
    public void A_suspension_ends_to_the_millisecond_and_counting_begins_at_zero()
    {
        Suspend("1000", 1);
        Assert.NotNull(Check("1000", 1, Start + 179_999));
        Assert.Null(Check("1000", 1, Start + 180_000));
        for (var i = 1; i <= 5; i++) Assert.Null(Fail("1000", 1, Start + 180_000));
        Assert.NotNull(Fail("1000", 1, Start + 180_000));
    }

    [Fact]
    public void A_failure_counts_for_the_suspension_time_and_no_longer()
    {
        for (var i = 1; i <= 5; i++) Fail("1000", 1);
        Assert.NotNull(Fail("1000", 1, Start + 179_999));
        for (var i = 1; i <= 5; i++) Fail("2000", 1);
        Assert.Null(Fail("2000", 1, Start + 180_000));
    }

    [Fact]
    public void A_success_from_a_source_forgives_that_source_only()
    {
        for (var i = 1; i <= 5; i++) Fail("1000", 1);
        _suspension.Succeed(Hash("1000"), Source(2), Settings);
        Assert.NotNull(Fail("1000", 1));

        for (var i = 1; i <= 5; i++) Fail("2000", 1);
        _suspension.Succeed(Hash("2000"), Source(1), Settings);
        Assert.Null(Fail("2000", 1));
    }

    [Fact]
    public void One_failing_source_does_not_stop_another()
    {
        Suspend("1000", 1);
        Assert.Null(Check("1000", 2));
    }

    [Fact]
    public void Failures_from_three_sources_suspend_for_everyone_and_from_two_do_not()
    {
        for (var i = 0; i < 5; i++) Fail("1000", 1);
        for (var i = 0; i < 5; i++) Assert.Null(Fail("1000", 2));
        Assert.Null(Check("1000", 9));
        var begun = Fail("1000", 3);
        Assert.True(begun!.Everyone);
        Assert.Same(begun, Check("1000", 9));
    }

    [Fact]
    public void Three_sources_suspend_only_when_their_failures_reach_the_limit_together()
    {
        Fail("1000", 1);
        Fail("1000", 2);
        for (var i = 0; i < 3; i++) Assert.Null(Fail("1000", 3));
        Assert.True(Fail("1000", 3)!.Everyone);
    }

    [Fact]
    public void In_the_originals_scope_every_failure_counts_and_everyone_is_stopped()
    {
        var settings = Settings with { Scope = SuspensionScope.Endpoint };
        for (byte i = 1; i <= 5; i++) Assert.Null(Fail("1000", 1, Start, settings));
        Assert.True(Fail("1000", 2, Start, settings)!.Everyone);
        Assert.NotNull(Check("1000", 77));
    }

    [Fact]
    public void Manual_unlock_lasts_until_an_operator_clears_it()
    {
        for (var i = 1; i <= 5; i++) Fail("1000", 1);
        var begun = _suspension.Fail("1000"u8, Hash("1000"), Source(1), "ua", Start, Settings, manualUnlock: true);
        Assert.Null(begun!.Until);
        Assert.NotNull(Check("1000", 1, Start + 1_000_000_000));
        var cleared = Assert.Single(_suspension.Clear("1000", "admin", Start + 5));
        Assert.Equal((Start + 5, "admin"), (cleared.ClearedAt, cleared.ClearedBy));
        Assert.Null(Check("1000", 1));
        Assert.Equal(0, _suspension.Remembered);
    }

    [Fact]
    public void Nothing_is_counted_while_the_switch_is_off()
    {
        for (var i = 0; i < 20; i++) Assert.Null(Fail("1000", 1, Start, Settings with { On = false }));
        Assert.Equal(0, _suspension.Remembered);
    }

    [Fact]
    public void A_flood_of_names_does_not_grow_the_memory_and_keeps_the_suspended()
    {
        var suspension = new EndpointSuspension(capacity: 1024);
        for (var i = 0; i < 6; i++) suspension.Fail("1000"u8, Hash("1000"), Source(1), "ua", Start, Settings, false);
        for (var i = 0; i < 100_000; i++)
        {
            var name = $"random{i}";
            suspension.Fail(Encoding.ASCII.GetBytes(name), Hash(name), Source(1), "ua", Start, Settings, false);
        }
        Assert.InRange(suspension.Remembered, 1, 1024);
        Assert.NotNull(suspension.Check(Hash("1000"), Source(1), Start));
    }

    [Fact]
    public void Events_tell_of_beginning_and_clearing_once()
    {
        Suspend("1000", 1);
        _suspension.Clear("1000", "admin", Start + 9);
        var events = new List<Suspension>();
        _suspension.DrainEvents(events);
        Assert.Equal([null, "admin"], events.Select(e => e.ClearedBy));
        events.Clear();
        _suspension.DrainEvents(events);
        Assert.Empty(events);
    }

    [Fact]
    public void A_restored_suspension_is_in_force_for_its_source_until_its_end()
    {
        Suspend("1000", 1);
        var again = new EndpointSuspension();
        foreach (var suspension in _suspension.InForce(Start)) again.Restore(suspension);
        Assert.NotNull(again.Check(Hash("1000"), Source(1), Start + 179_999));
        Assert.Null(again.Check(Hash("1000"), Source(2), Start));
        Assert.Null(again.Check(Hash("1000"), Source(1), Start + 180_000));
    }

    private static ulong Hash(string name) => NameHash.Of(name);

    private static IpEndpoint Source(byte last) => IpEndpoint.FromV4(0xCB007100u | last, 5060);

    private void Suspend(string endpoint, byte source)
    {
        for (var i = 0; i < 6; i++) Fail(endpoint, source);
    }

    private Suspension? Check(string endpoint, byte source, long now = Start) => _suspension.Check(Hash(endpoint), Source(source), now);

    private Suspension? Fail(string endpoint, byte source, long now = Start, SuspensionSettings? settings = null) =>
        _suspension.Fail(Encoding.ASCII.GetBytes(endpoint), Hash(endpoint), Source(source), "ua", now, settings ?? Settings, false);
}

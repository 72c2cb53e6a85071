using Tandem.Network.Signalling;
using Tandem.Testing;

namespace Tandem.Network.Tests.Signalling;

public sealed class ConnectionAgesTests
{
    private static readonly TimeSpan OneTick = TimeSpan.FromTicks(1);

    private readonly FakeClock _clock = new();
    private readonly ConnectionOptions _options = ConnectionOptions.Default;

    [Fact]
    public void An_accepted_connection_has_its_time_for_the_first_whole_message()
    {
        var ages = new ConnectionAges(_clock, _options, outward: false);
        ages.BecameReady();

        AssertDueAfter(ages, _options.FirstMessageWithin, ConnectionEnd.FirstMessageTimeout);
    }

    [Fact]
    public void Line_ends_alone_do_not_prolong_the_time_for_the_first_message()
    {
        var ages = new ConnectionAges(_clock, _options, outward: false);
        _clock.Advance(_options.FirstMessageWithin / 2);
        ages.BytesCame();
        ages.WaitsForMore(messageIsPartial: false);

        AssertDueAfter(ages, _options.FirstMessageWithin / 2, ConnectionEnd.FirstMessageTimeout);
    }

    [Fact]
    public void A_message_that_was_begun_has_its_time_from_its_first_byte_however_the_rest_trickles()
    {
        var ages = Proven();
        _clock.Advance(TimeSpan.FromMinutes(5));
        ages.BytesCame();
        ages.WaitsForMore(messageIsPartial: true);
        _clock.Advance(_options.MessageWithin / 2);
        ages.BytesCame();
        ages.WaitsForMore(messageIsPartial: true);

        AssertDueAfter(ages, _options.MessageWithin / 2, ConnectionEnd.MessageTimeout);
    }

    [Fact]
    public void While_a_whole_message_waits_for_its_shard_no_deadline_of_a_message_runs()
    {
        var ages = Proven();
        ages.WaitsForMore(messageIsPartial: true);
        ages.MessageCame(isSip: true);

        _clock.Advance(_options.MessageWithin * 10);

        Assert.Equal(ConnectionEnd.None, ages.Due());
    }

    [Fact]
    public void A_connection_is_idle_from_its_last_byte()
    {
        var ages = Proven();
        _clock.Advance(TimeSpan.FromHours(1));
        ages.BytesCame();
        ages.WaitsForMore(messageIsPartial: false);

        AssertDueAfter(ages, _options.IdleAfter, ConnectionEnd.IdleTimeout);
    }

    [Fact]
    public void A_connection_of_ours_has_its_time_to_become_ready()
    {
        var ages = new ConnectionAges(_clock, _options, outward: true);

        AssertDueAfter(ages, _options.ConnectWithin, ConnectionEnd.ConnectTimeout);
    }

    [Fact]
    public void A_connection_of_ours_may_stay_without_a_message_until_it_is_idle()
    {
        var ages = new ConnectionAges(_clock, _options, outward: true);
        ages.BecameReady();

        AssertDueAfter(ages, _options.IdleAfter, ConnectionEnd.IdleTimeout);
    }

    [Fact]
    public void Only_a_SIP_message_proves_a_connection()
    {
        var ages = new ConnectionAges(_clock, _options, outward: false);

        ages.MessageCame(isSip: false);
        Assert.False(ages.ProvedItself);
        ages.MessageCame(isSip: true);
        Assert.True(ages.ProvedItself);
    }

    [Fact]
    public void Every_reason_has_a_metric_name_of_its_own()
    {
        var names = Enum.GetValues<ConnectionEnd>().Select(end => end.MetricName()).ToArray();

        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z_]+$", name));
    }

    private ConnectionAges Proven()
    {
        var ages = new ConnectionAges(_clock, _options, outward: false);
        ages.BecameReady();
        ages.MessageCame(isSip: true);
        ages.WaitsForMore(messageIsPartial: false);
        return ages;
    }

    private void AssertDueAfter(ConnectionAges ages, TimeSpan time, ConnectionEnd end)
    {
        _clock.Advance(time - OneTick);
        Assert.Equal(ConnectionEnd.None, ages.Due());
        _clock.Advance(OneTick);
        Assert.Equal(end, ages.Due());
    }
}

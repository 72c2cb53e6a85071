using Tandem.Media.Rtp;
using Tandem.Sip.Flows;

namespace Tandem.Media.Tests.Rtp;

public class SourceLatchTests
{
    private const long Start = 1_700_000_000_000;

    private static readonly IpEndpoint Described = Packets.At("192.0.2.10:4000");
    private static readonly IpEndpoint OtherPort = Packets.At("192.0.2.10:4777");
    private static readonly IpEndpoint Signalling = Packets.At("203.0.113.5:5060");
    private static readonly IpEndpoint BehindNat = Packets.At("203.0.113.5:31000");
    private static readonly IpEndpoint BehindNatMoved = Packets.At("203.0.113.5:31002");
    private static readonly IpEndpoint Stranger = Packets.At("198.51.100.66:4000");
    private static readonly IpEndpoint OtherStranger = Packets.At("198.51.100.67:4000");

    private readonly SourceLatch _latch = Expecting(new SourceLatch());

    public static TheoryData<string> KnownSources => ["192.0.2.10:4000", "192.0.2.10:4777", "203.0.113.5:31000", "203.0.113.5:5060"];

    [Fact]
    public void Until_somebody_comes_media_goes_where_the_sdp_says()
    {
        Assert.Equal(Described, _latch.Destination);
        Assert.Equal(default, _latch.Source);
    }

    [Theory]
    [MemberData(nameof(KnownSources))]
    public void A_source_that_the_signalling_vouched_for_is_latched_by_its_first_packet(string source)
    {
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(Packets.At(source), Start));
        Assert.Equal(LatchVerdict.Accepted, _latch.Accept(Packets.At(source), Start + 20));
        Assert.Equal((Packets.At(source), Packets.At(source), 0L), (_latch.Source, _latch.Destination, _latch.Refused));
    }

    [Fact]
    public void Bleed_a_stranger_who_is_first_on_the_port_gets_nothing_however_long_he_tries()
    {
        for (var i = 0; i < 1000; i++) Assert.Equal(LatchVerdict.Refused, _latch.Accept(Stranger, Start + i * 20));
        Assert.Equal((Described, 1000L), (_latch.Destination, _latch.Refused));
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(BehindNat, Start + 30_000));
    }

    [Theory]
    [MemberData(nameof(KnownSources))]
    public void Injection_a_stranger_beside_a_latched_source_is_refused_even_when_it_is_silent(string source)
    {
        _latch.Accept(Packets.At(source), Start);
        foreach (var after in (long[])[1, 99, 100, 2_999, 3_000, 60_000])
        {
            Assert.Equal(LatchVerdict.Refused, _latch.Accept(Stranger, Start + after));
        }
        Assert.Equal(Packets.At(source), _latch.Destination);
    }

    [Fact]
    public void Nobody_gets_between_the_packets_of_somebody_who_talks()
    {
        for (var i = 0; i < 40; i++)
        {
            Assert.NotEqual(LatchVerdict.Refused, _latch.Accept(BehindNat, Start + i * 20));
            Assert.Equal(LatchVerdict.Refused, _latch.Accept(BehindNatMoved, Start + i * 20 + 19));
        }
        Assert.Equal(BehindNat, _latch.Destination);
    }

    [Theory]
    [InlineData(99, LatchVerdict.Refused)]
    [InlineData(100, LatchVerdict.Latched)]
    public void A_port_that_nat_changed_takes_over_when_the_old_one_is_silent(long silence, LatchVerdict verdict)
    {
        _latch.Accept(BehindNat, Start);
        Assert.Equal(verdict, _latch.Accept(BehindNatMoved, Start + silence));
    }

    [Theory]
    [InlineData(2_999, LatchVerdict.Latched)]
    [InlineData(3_000, LatchVerdict.Refused)]
    public void A_port_changes_in_the_first_three_seconds_and_never_later(long after, LatchVerdict verdict)
    {
        _latch.Accept(BehindNat, Start);
        Assert.Equal(verdict, _latch.Accept(BehindNatMoved, Start + after));
    }

    [Theory]
    [InlineData(49, LatchVerdict.Latched)]
    [InlineData(50, LatchVerdict.Refused)]
    public void A_port_changes_in_the_first_fifty_packets_and_never_later(int packets, LatchVerdict verdict)
    {
        for (var i = 0; i < packets; i++) _latch.Accept(BehindNat, Start + i);
        Assert.Equal(verdict, _latch.Accept(BehindNatMoved, Start + 1_000));
    }

    [Fact]
    public void Moving_does_not_lengthen_the_time_in_which_a_source_may_move()
    {
        _latch.Accept(BehindNat, Start);
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(BehindNatMoved, Start + 2_900));
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(BehindNat, Start + 3_000));
    }

    [Fact]
    public void The_port_that_the_sdp_names_takes_over_from_a_forged_one_at_once()
    {
        _latch.Accept(OtherPort, Start);
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(Described, Start + 1));
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(OtherPort, Start + 2));
        Assert.Equal(Described, _latch.Destination);
    }

    [Fact]
    public void The_sdps_address_takes_over_from_the_signallings_and_never_the_other_way()
    {
        _latch.Accept(BehindNat, Start);
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(OtherPort, Start + 1));
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(BehindNat, Start + 500));
    }

    [Fact]
    public void Another_port_of_the_sdps_address_takes_over_when_the_named_one_is_silent()
    {
        _latch.Accept(Described, Start);
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(OtherPort, Start + 99));
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(OtherPort, Start + 100));
    }

    [Fact]
    public void Where_any_is_allowed_the_first_stranger_is_latched_and_no_second()
    {
        var latch = Expecting(new SourceLatch(), anySource: true);
        Assert.Equal(LatchVerdict.Latched, latch.Accept(Stranger, Start));
        Assert.Equal(LatchVerdict.Refused, latch.Accept(OtherStranger, Start + 500));
        Assert.Equal(Stranger, latch.Destination);
    }

    [Theory]
    [InlineData(2_999, LatchVerdict.Latched)]
    [InlineData(3_000, LatchVerdict.Refused)]
    public void Where_any_is_allowed_a_known_source_takes_over_from_a_stranger_while_the_stream_is_young(long after, LatchVerdict verdict)
    {
        var latch = Expecting(new SourceLatch(), anySource: true);
        latch.Accept(Stranger, Start);
        Assert.Equal(verdict, latch.Accept(BehindNat, Start + after));
    }

    [Fact]
    public void Where_any_is_allowed_no_more_the_stranger_is_let_go_and_a_known_source_stays()
    {
        var latch = Expecting(new SourceLatch(), anySource: true);
        latch.Accept(Stranger, Start);
        Expecting(latch);
        Assert.Equal(LatchVerdict.Refused, latch.Accept(Stranger, Start + 20));
        Assert.Equal(Described, latch.Destination);

        var known = Expecting(new SourceLatch(), anySource: true);
        known.Accept(BehindNat, Start);
        Expecting(known);
        Assert.Equal(LatchVerdict.Accepted, known.Accept(BehindNat, Start + 60_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Before_the_signalling_said_anything_nobody_is_let_in(bool anySource)
    {
        var latch = new SourceLatch();
        latch.SetRemote(default, default, anySource);
        Assert.Equal(LatchVerdict.Refused, latch.Accept(Stranger, Start));
        Assert.Equal(default, latch.Destination);
    }

    [Fact]
    public void The_same_address_said_again_changes_nothing()
    {
        _latch.Accept(BehindNat, Start);
        _latch.SetRemote(in Described, Signalling.WithPort(6000));
        Assert.Equal(BehindNat, _latch.Destination);
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(BehindNatMoved, Start + 60_000));
        Assert.Equal(LatchVerdict.Accepted, _latch.Accept(BehindNat, Start + 60_000));
    }

    [Fact]
    public void A_new_address_unlatches_and_its_source_may_move_anew()
    {
        _latch.Accept(Described, Start);
        _latch.SetRemote(in OtherPort, in Signalling);
        Assert.Equal((OtherPort, default), (_latch.Destination, _latch.Source));
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(Described, Start + 60_000));
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(OtherPort, Start + 60_001));
    }

    [Fact]
    public void A_device_behind_nat_that_moved_to_another_network_is_latched_there()
    {
        var elsewhere = Packets.At("198.51.100.200:5060");
        _latch.Accept(BehindNat, Start);
        _latch.SetRemote(in Described, in elsewhere);
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(BehindNat, Start + 60_000));
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(elsewhere.WithPort(9000), Start + 60_000));
    }

    [Fact]
    public void Another_way_of_the_signalling_does_not_unlatch_what_the_sdp_vouched_for()
    {
        _latch.Accept(Described, Start);
        _latch.SetRemote(in Described, Packets.At("198.51.100.200:5060"));
        Assert.Equal(Described, _latch.Source);
    }

    [Fact]
    public void On_hold_nothing_is_sent_though_the_device_may_still_send()
    {
        _latch.Accept(Described, Start);
        _latch.SetRemote(default, in Signalling);
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(BehindNat, Start + 1));
        Assert.Equal((default, BehindNat), (_latch.Destination, _latch.Source));
    }

    [Fact]
    public void After_forgetting_nobody_is_let_in_until_something_new_is_said()
    {
        _latch.Accept(Described, Start);
        _latch.Forget();
        Assert.Equal(LatchVerdict.Refused, _latch.Accept(Described, Start + 1));
        Assert.Equal((default, default), (_latch.Destination, _latch.Source));
        Expecting(_latch);
        Assert.Equal(LatchVerdict.Latched, _latch.Accept(Described, Start + 2));
    }

    private static SourceLatch Expecting(SourceLatch latch, bool anySource = false)
    {
        latch.SetRemote(in Described, in Signalling, anySource);
        return latch;
    }
}

using Tandem.Media.Relay;
using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class StreamStatisticsTests
{
    private const long Start = 1_700_000_000_000_000;

    private readonly StreamStatistics _statistics = new();
    private int _added;

    private RelayStatistics Figures => _statistics.Read(new SourceLatch(), 0, 0);

    [Fact]
    public void Before_the_first_packet_all_is_zero() => Assert.Equal(default, Figures);

    [Fact]
    public void Packets_payload_and_the_time_of_the_latest_are_told()
    {
        Add(1, 2, 3);
        Assert.Equal((3L, 480L, 0L, (Start + 40_000) / 1000), (Figures.Packets, Figures.Bytes, Figures.Lost, Figures.LastPacketAt));
    }

    [Theory]
    [InlineData(2, 1, 2, 5)] // a gap
    [InlineData(0, 1, 2, 4, 3, 5)] // reordered
    [InlineData(0, 65534, 65535, 0, 1)] // a wrap
    [InlineData(2, 65534, 65535, 2, 3)] // a gap over a wrap
    [InlineData(1, 65534, 0, 65535, 2)] // reordered over a wrap, and a gap
    [InlineData(0, 1, 1, 2, 2, 3)] // twice
    [InlineData(0, 5, 4)] // the second sent came first
    [InlineData(2998, 0, 2999)] // the longest gap
    [InlineData(0, 0, 3000, 3001)] // a longer one is a restart
    [InlineData(0, 10, 40000, 40001, 40002)] // a restart: two in a row
    [InlineData(1, 10, 12, 40000, 40001, 40002)] // a gap before a restart stays counted
    [InlineData(0, 10, 40000, 11, 12)] // one far off is no restart
    [InlineData(0, 10, 11, 12, 13, 14, 3)] // one that comes very late
    public void What_is_missing_is_told_by_the_numbers(long lost, params int[] sequence)
    {
        Add(sequence);
        Assert.Equal(lost, Figures.Lost);
    }

    [Fact]
    public void Many_wraps_lose_nothing()
    {
        for (var i = 0; i < 200_000; i++) _statistics.Add(Packets.Header(i & 0xFFFF), Start);
        Assert.Equal((200_000L, 0L), (Figures.Packets, Figures.Lost));
    }

    [Fact]
    public void A_new_source_is_no_loss_and_what_was_lost_before_stays()
    {
        Add(1, 3);
        _statistics.Add(Packets.Header(9000, ssrc: 2), Start);
        _statistics.Add(Packets.Header(9001, ssrc: 2), Start);
        Assert.Equal(1, Figures.Lost);
    }

    [Fact]
    public void Packets_that_arrive_as_they_were_sent_have_no_jitter_whatever_the_timestamp_wraps()
    {
        for (var i = 0; i < 100; i++) AddVoice(i, uint.MaxValue - 800 + (uint)i * 160, i * 20_000);
        Assert.Equal((0, 0), (Figures.JitterMicroseconds, Figures.MaxJitterMicroseconds));
    }

    [Fact]
    public void Jitter_follows_the_formula_of_the_rfc()
    {
        AddVoice(0, 0, 0);
        AddVoice(1, 160, 28_000);
        Assert.Equal(8_000 / 16, Figures.JitterMicroseconds);
        AddVoice(2, 320, 40_000);
        Assert.InRange(Figures.JitterMicroseconds, 500 + (8_000 - 500) / 16 - 1, 500 + (8_000 - 500) / 16 + 1);
    }

    [Fact]
    public void Jitter_settles_at_the_mean_difference_and_its_maximum_is_kept()
    {
        for (var i = 0; i < 500; i++) AddVoice(i, (uint)i * 160, i * 20_000 + i % 2 * 4_000);
        Assert.InRange(Figures.JitterMicroseconds, 3_900, 4_000);
        for (var i = 500; i < 1000; i++) AddVoice(i, (uint)i * 160, i * 20_000);
        Assert.InRange(Figures.JitterMicroseconds, 0, 50);
        Assert.InRange(Figures.MaxJitterMicroseconds, 3_900, 4_000);
    }

    [Fact]
    public void A_key_that_is_held_makes_no_jitter()
    {
        AddVoice(0, 0, 0);
        for (var i = 1; i <= 20; i++) AddVoice(i, 160, i * 20_000);
        AddVoice(21, 160 * 21, 21 * 20_000);
        Assert.Equal(0, Figures.MaxJitterMicroseconds);
    }

    [Fact]
    public void A_senders_clock_that_begins_anew_makes_no_jitter()
    {
        AddVoice(0, 0, 0);
        AddVoice(1, 3_000_000, 20_000);
        AddVoice(2, 3_000_160, 40_000);
        Assert.Equal(0, Figures.MaxJitterMicroseconds);
    }

    [Fact]
    public void The_codecs_clock_tells_how_long_a_packet_is()
    {
        var opus = new StreamStatistics { ClockRate = 48_000 };
        for (var i = 0; i < 10; i++) opus.Add(Packets.Header(i, (uint)i * 960), Start + i * 20_000);
        Assert.Equal(0, opus.Read(new SourceLatch(), 0, 0).MaxJitterMicroseconds);
    }

    [Fact]
    public void A_change_of_the_codecs_clock_makes_no_jitter()
    {
        for (var i = 0; i < 10; i++) AddVoice(i, (uint)i * 160, i * 20_000);
        _statistics.ClockRate = 48_000;
        for (var i = 10; i < 20; i++) AddVoice(i, (uint)i * 960, i * 20_000);
        Assert.Equal(0, Figures.MaxJitterMicroseconds);
    }

    [Fact]
    public void What_others_measured_is_told_along()
    {
        var latch = new SourceLatch();
        latch.SetRemote(Packets.At("192.0.2.1:4000"), default);
        latch.Accept(Packets.At("192.0.2.1:4000"), 1);
        latch.Accept(Packets.At("192.0.2.2:4000"), 2);
        Add(1);
        var figures = _statistics.Read(latch, 30_000, 4);
        Assert.Equal((1L, 4, 30_000, Packets.At("192.0.2.1:4000")), (figures.Refused, figures.DtmfEvents, figures.RoundTripMicroseconds, figures.Source));
        Assert.InRange(figures.Mos, 430, 445);
    }

    private void Add(params int[] sequence)
    {
        foreach (var number in sequence) _statistics.Add(Packets.Header(number, (uint)_added * 160), Start + _added++ * 20_000);
    }

    private void AddVoice(int sequence, uint timestamp, long at) => _statistics.Add(Packets.Header(sequence, timestamp), Start + at);
}

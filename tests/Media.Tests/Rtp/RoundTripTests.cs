using Tandem.Media.Relay;
using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class RoundTripTests
{
    private readonly RoundTrip _roundTrip = new();

    [Fact]
    public void It_is_the_sum_of_both_halves_without_the_time_that_reports_were_kept()
    {
        MeasureTowardsCallee(0, 30_000);
        Assert.Equal(0, _roundTrip.Microseconds);
        MeasureTowardsCaller(5_000_000, 12_000);
        Assert.InRange(_roundTrip.Microseconds, 42_000, 42_040);
    }

    [Fact]
    public void The_latest_one_counts()
    {
        MeasureTowardsCallee(0, 30_000);
        MeasureTowardsCaller(5_000_000, 12_000);
        MeasureTowardsCallee(10_000_000, 80_000);
        Assert.InRange(_roundTrip.Microseconds, 92_000, 92_040);
    }

    [Fact]
    public void A_way_that_takes_no_time_is_known_all_the_same()
    {
        MeasureTowardsCallee(0, 0);
        MeasureTowardsCaller(5_000_000, 0);
        Assert.InRange(_roundTrip.Microseconds, 2, 40);
    }

    [Fact]
    public void A_report_about_a_sender_report_before_the_latest_still_counts()
    {
        MeasureTowardsCaller(0, 1_000);
        _roundTrip.Pass(RelaySide.Caller, Packets.SenderReport(1, 111), 1_000_000);
        _roundTrip.Pass(RelaySide.Caller, Packets.SenderReport(1, 222), 1_010_000);
        _roundTrip.Pass(RelaySide.Callee, Packets.ReceiverReport(2, Packets.Got(111)), 1_020_000);
        Assert.InRange(_roundTrip.Microseconds, 21_000, 21_040);
    }

    [Theory]
    [InlineData(0u, 0)] // no sender report came
    [InlineData(999u, 0)] // one that never passed
    [InlineData(111u, 900_000)] // kept for longer than it is ago
    public void A_report_that_cannot_be_true_is_not_believed(uint about, long keptFor)
    {
        MeasureTowardsCaller(0, 1_000);
        _roundTrip.Pass(RelaySide.Caller, Packets.SenderReport(1, 111), 1_000_000);
        _roundTrip.Pass(RelaySide.Callee, Packets.ReceiverReport(2, Packets.Got(about, keptFor)), 1_500_000);
        Assert.Equal(0, _roundTrip.Microseconds);
    }

    [Fact]
    public void A_report_about_a_sender_report_of_the_same_side_says_nothing()
    {
        MeasureTowardsCaller(0, 1_000);
        _roundTrip.Pass(RelaySide.Callee, Packets.SenderReport(2, 111), 1_000_000);
        _roundTrip.Pass(RelaySide.Callee, Packets.ReceiverReport(2, Packets.Got(111)), 1_020_000);
        Assert.Equal(0, _roundTrip.Microseconds);
    }

    private void MeasureTowardsCallee(long at, long microseconds) => Measure(RelaySide.Caller, RelaySide.Callee, at, microseconds);

    private void MeasureTowardsCaller(long at, long microseconds) => Measure(RelaySide.Callee, RelaySide.Caller, at, microseconds);

    private void Measure(RelaySide from, RelaySide to, long at, long microseconds)
    {
        var sentAt = (uint)(at + 12345);
        _roundTrip.Pass(from, Packets.SenderReport(1, sentAt), at);
        _roundTrip.Pass(to, Packets.SenderReport(2, 77, Packets.Got(sentAt, 2_000_000)), at + 2_000_000 + microseconds);
    }
}

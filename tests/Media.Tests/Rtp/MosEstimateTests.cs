using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class MosEstimateTests
{
    // Worked out by hand from the published formula; R in the comment.
    [Theory]
    [InlineData(0, 0, 0, 0, 442)] // 93.7
    [InlineData(1, 0, 0, 0, 433)] // 89.5
    [InlineData(5, 0, 0, 0, 390)] // 76.9
    [InlineData(20, 0, 0, 0, 269)] // 52.1
    [InlineData(0, 40, 100, 0, 435)] // 90.6: jitter is delay in the receiver's buffer
    [InlineData(0, 0, 400, 8, 417)] // 84.2: beyond 177.3 ms delay costs more
    [InlineData(0, 0, 1000, 111, 227)] // 44.0
    [InlineData(0, 0, 0, 18, 412)] // 82.7: what G.729 costs by itself
    [InlineData(5, 0, 0, 18, 343)] // 66.5
    [InlineData(90, 500, 5000, 0, 100)] // below 0
    public void The_score_is_that_of_the_published_formula(
        int lostPercent, int jitterMilliseconds, int roundTripMilliseconds, int payloadType, int score) =>
        Assert.Equal(score, MosEstimate.Of(100 - lostPercent, lostPercent, jitterMilliseconds * 1000, roundTripMilliseconds * 1000, payloadType));

    [Fact]
    public void Nothing_received_has_no_score() => Assert.Equal(0, MosEstimate.Of(0, 10, 0, 0, 0));

    [Fact]
    public void A_score_never_leaves_its_scale_and_never_rises_with_loss()
    {
        var before = int.MaxValue;
        for (var lost = 0; lost <= 10_000; lost++)
        {
            var score = MosEstimate.Of(10_001 - lost, lost, 0, 0, 0);
            Assert.InRange(score, 100, before);
            before = score;
        }
    }
}

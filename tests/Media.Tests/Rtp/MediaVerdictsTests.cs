using Tandem.Media.Relay;
using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class MediaVerdictsTests
{
    [Theory]
    [InlineData(0, 0, MediaVerdict.Silent)]
    [InlineData(4, 4, MediaVerdict.Silent)]
    [InlineData(5, 5, MediaVerdict.TwoWay)]
    [InlineData(1000, 4, MediaVerdict.CallerOnly)]
    [InlineData(4, 1000, MediaVerdict.CalleeOnly)]
    public void Who_was_heard_is_told_by_the_packets_of_each(long caller, long callee, MediaVerdict verdict) =>
        Assert.Equal(verdict, MediaVerdicts.Of(new RelayStatistics { Packets = caller }, new RelayStatistics { Packets = callee }));
}

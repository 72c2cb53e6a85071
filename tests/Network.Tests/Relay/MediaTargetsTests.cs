using Tandem.Network.Relay;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Relay;

/// <summary>An SDP cannot point the relay at this machine or at a crowd. Ours is 203.0.113.1, and the relay has the ports 40000 to 40099.</summary>
public sealed class MediaTargetsTests
{
    private readonly MediaTargets _targets = new(endpoint => endpoint.WithPort(0) == Read("203.0.113.1:0") || endpoint.WithPort(0) == Read("[2001:db8::1]:0"))
    {
        Ports = new RtpPortRange(40_000, 40_099),
    };

    [Theory]
    [InlineData("198.51.100.7:4000", "198.51.100.9:5060")] // anywhere else
    [InlineData("10.0.0.5:4000", "198.51.100.9:5060")]
    [InlineData("127.0.0.1:4000", "127.0.0.1:5062")] // a party on this machine
    [InlineData("127.0.0.1:4000", "203.0.113.1:5062")]
    [InlineData("203.0.113.1:4000", "127.0.0.1:5062")]
    [InlineData("203.0.113.1:40010", "198.51.100.9:5060")] // a call that passes twice
    [InlineData("[2001:db8::1]:40010", "[2001:db8::9]:5060")]
    public void Media_goes_where_the_SDP_says(string target, string signalling) =>
        Assert.Equal(Read(target), _targets.Allowed(Read(target), Read(signalling)));

    [Theory]
    [InlineData("127.0.0.1:5060", "198.51.100.9:7000")]
    [InlineData("127.0.0.1:40010", "198.51.100.9:7000")]
    [InlineData("[::1]:5060", "[2001:db8::9]:7000")]
    [InlineData("203.0.113.1:5060", "198.51.100.9:7000")]
    [InlineData("203.0.113.1:40100", "198.51.100.9:7000")]
    [InlineData("[2001:db8::1]:5060", "198.51.100.9:7000")]
    [InlineData("224.0.0.1:4000", "198.51.100.9:7000")]
    [InlineData("255.255.255.255:4000", "198.51.100.9:7000")]
    [InlineData("0.0.0.0:4000", "198.51.100.9:7000")]
    [InlineData("[ff02::1]:4000", "[2001:db8::9]:7000")]
    public void Else_it_goes_to_where_the_signalling_comes_from(string target, string signalling) =>
        Assert.Equal(Read(signalling).WithPort(Read(target).Port), _targets.Allowed(Read(target), Read(signalling)));

    [Fact]
    public void What_may_not_be_sent_to_is_nowhere_when_the_signalling_is_not_known() =>
        Assert.Equal(default, _targets.Allowed(Read("127.0.0.1:5060"), default));

    [Fact]
    public void Nowhere_stays_nowhere() => Assert.Equal(default, _targets.Allowed(default, Read("198.51.100.9:5060")));

    private static IpEndpoint Read(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, 0, out var endpoint));
        return endpoint;
    }
}

using System.Net;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class ResponseRouteTests
{
    [Theory]
    [InlineData(";rport", "203.0.113.9:40001")]
    [InlineData("", "203.0.113.9:5062")]
    [InlineData(";maddr=198.51.100.1", "203.0.113.9:5062")]
    [InlineData(";received=198.51.100.1", "203.0.113.9:5062")]
    public void Over_udp_the_answer_goes_to_the_source_and_its_port_when_rport_asks(string parameters, string expected)
    {
        var message = Wire.Accepted(Wire.Register.Replace(";rport", parameters));
        Assert.Equal(expected, ResponseRoute.For(message, From(SipTransport.Udp)).Remote.ToString());
    }

    [Fact]
    public void Over_udp_without_any_port_the_answer_goes_to_5060()
    {
        var message = Wire.Accepted(Wire.Register.Replace("10.0.0.7:5062;branch=z9hG4bK-1;rport", "10.0.0.7;branch=z9hG4bK-1"));
        Assert.Equal("203.0.113.9:5060", ResponseRoute.For(message, From(SipTransport.Udp)).Remote.ToString());
    }

    [Theory]
    [InlineData(SipTransport.Tcp)]
    [InlineData(SipTransport.Tls)]
    [InlineData(SipTransport.Ws)]
    [InlineData(SipTransport.Wss)]
    public void Over_a_connection_the_answer_goes_back_on_it(SipTransport transport)
    {
        var flow = From(transport);
        Assert.Equal(flow, ResponseRoute.For(Wire.Accepted(Wire.Register.Replace(";rport", "")), flow));
    }

    private static Flow From(SipTransport transport) =>
        new(transport, 3, IpEndpoint.From(IPAddress.Parse("203.0.113.9"), 40001), transport == SipTransport.Udp ? 0 : 17);
}

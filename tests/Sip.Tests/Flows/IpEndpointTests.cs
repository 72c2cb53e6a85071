using System.Net;
using System.Text;
using Tandem.Sip.Flows;

namespace Tandem.Sip.Tests.Flows;

public class IpEndpointTests
{
    [Theory]
    [InlineData("192.0.2.1:5060", "192.0.2.1:5060")]
    [InlineData("192.0.2.1", "192.0.2.1:7")]
    [InlineData("[2001:db8::1]:5060", "[2001:db8::1]:5060")]
    [InlineData("2001:DB8:0:0::1", "[2001:db8::1]:7")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1:7")]
    public void Addresses_are_read_and_printed(string text, string printed)
    {
        Assert.True(IpEndpoint.TryParse(text, 7, out var endpoint));
        Assert.Equal(printed, endpoint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1:65536")]
    [InlineData("[2001:db8::1")]
    [InlineData("[2001:db8::1]5060")]
    [InlineData("fe80::1%eth0")]
    [InlineData("example.com")]
    [InlineData("1")]
    public void What_is_no_address_is_refused(string text) => Assert.False(IpEndpoint.TryParse(text, 7, out _));

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("[2001:db8::1]", true)]
    [InlineData("0192.0.2.1", false)]
    [InlineData("192.0.2.1.5", false)]
    [InlineData("phone.example", false)]
    public void The_host_of_a_uri_is_read_when_it_is_an_address(string host, bool isAddress) =>
        Assert.Equal(isAddress, IpEndpoint.TryParseHost(Encoding.ASCII.GetBytes(host), 5060, out _));

    [Theory]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8:0:1:1:1:1:1")]
    [InlineData("2001:0:0:1::1")]
    [InlineData("2001:db8::1:0:0:1")]
    [InlineData("fe80:0:0:1::")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void Ipv6_is_printed_in_the_one_form_of_rfc_5952(string text)
    {
        var address = IPAddress.Parse(text);
        Assert.Equal(address.ToString(), IpEndpoint.From(address, 0).AddressText);
    }

    [Fact]
    public void Printing_ipv6_agrees_with_the_platform_and_allocates_nothing()
    {
        var random = new Random(7);
        var bytes = new byte[16];
        var utf8 = new byte[IpEndpoint.MaxTextLength];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            for (var zeros = random.Next(8); zeros > 0; zeros--) bytes.AsSpan(random.Next(8) * 2, 2).Clear();
            bytes[0] = 0x20;
            var endpoint = IpEndpoint.FromBytes(bytes, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            endpoint.TryFormatAddress(utf8, out var length);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            Assert.Equal(new IPAddress(bytes).ToString(), Encoding.ASCII.GetString(utf8, 0, length));
        }
    }
}

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

    [Theory]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.33", "64:ff9b::c000:221")]
    [InlineData("1:2:3:4:5:6:192.0.2.33", "1:2:3:4:5:6:c000:221")]
    [InlineData("2001:DB8:0000:0::0001", "2001:db8::1")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::", "::")]
    public void An_ipv6_host_is_read_in_any_form(string text, string printed)
    {
        Assert.True(IpEndpoint.TryParseHost(Encoding.ASCII.GetBytes(text), 0, out var endpoint));
        Assert.Equal(printed, endpoint.AddressText);
    }

    [Theory]
    [InlineData(":")]
    [InlineData(":1")]
    [InlineData("1:")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4::5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7:192.0.2.1")]
    [InlineData("::192.0.2.1:1")]
    [InlineData("::12345")]
    [InlineData("::192.0.2.256")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[]")]
    [InlineData("[:]")]
    [InlineData("[::1")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0000:0001")]
    public void What_is_no_ipv6_host_is_refused(string text) => Assert.False(IpEndpoint.TryParseHost(Encoding.ASCII.GetBytes(text), 0, out _));

    [Fact]
    public void Reading_ipv6_agrees_with_the_platform()
    {
        var random = new Random(7);
        var alphabet = "0:1:f:.9a::"u8.ToArray();
        var accepted = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var text = random.GetItems(alphabet, random.Next(2, 22));
            var isHost = IpEndpoint.TryParseHost(text, 0, out var endpoint);
            // Without a colon the platform reads IPv4 in forms that are none here.
            if (!text.Contains((byte)':')) continue;
            var isAddress = IPAddress.TryParse(Encoding.ASCII.GetString(text), out var address);
            Assert.Equal(isAddress, isHost);
            if (!isHost) continue;
            Assert.Equal(IpEndpoint.From(address!, 0), endpoint);
            accepted++;
        }
        Assert.InRange(accepted, 1_000, 200_000);
    }

    [Fact]
    public void Reading_a_host_allocates_nothing()
    {
        byte[][] hosts = [.. "192.0.2.1 2001:db8::1 [2001:db8::1] ::ffff:192.0.2.1 phone.example face:b00k".Split(' ').Select(Encoding.ASCII.GetBytes)];
        foreach (var host in hosts) IpEndpoint.TryParseHost(host, 0, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var host in hosts) IpEndpoint.TryParseHost(host, 0, out _);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}

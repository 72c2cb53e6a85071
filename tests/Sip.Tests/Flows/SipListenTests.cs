using Tandem.Sip.Flows;

namespace Tandem.Sip.Tests.Flows;

public sealed class SipListenTests
{
    [Theory]
    [InlineData("udp:127.0.0.1:5060", SipTransport.Udp, "127.0.0.1:5060")]
    [InlineData("TCP:[::]:5060", SipTransport.Tcp, "[::]:5060")]
    [InlineData("tls:[2001:db8::1]:5061", SipTransport.Tls, "[2001:db8::1]:5061")]
    [InlineData(" ws:0.0.0.0:8088 ", SipTransport.Ws, "0.0.0.0:8088")]
    [InlineData("wss:192.0.2.1:0", SipTransport.Wss, "192.0.2.1:0")]
    public void A_listener_with_an_address_is_one_socket(string text, SipTransport transport, string endpoint)
    {
        Assert.True(SipListen.TryParse(text, out var listen, out var error), error);

        Assert.Equal(transport, listen.Transport);
        Assert.Equal(endpoint, Assert.Single(listen.Endpoints).ToString());
        Assert.Equal(text.Trim().ToLowerInvariant(), listen.ToString());
    }

    [Fact]
    public void A_listener_without_an_address_is_a_socket_of_each_family()
    {
        Assert.True(SipListen.TryParse("udp:5060", out var listen, out _));

        Assert.Equal(["0.0.0.0:5060", "[::]:5060"], listen.Endpoints.Select(e => e.ToString()));
        Assert.Equal("udp:5060", listen.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("udp")]
    [InlineData("udp:")]
    [InlineData("5060")]
    [InlineData("sctp:5060")]
    [InlineData("udp:65536")]
    [InlineData("udp:-1")]
    [InlineData("udp:127.0.0.1")]
    [InlineData("udp:[::1]")]
    [InlineData("udp:::1:5060")]
    [InlineData("udp:example.com:5060")]
    [InlineData("udp:127.0.0.1:5060:1")]
    [InlineData("1:5060")]
    public void Anything_else_is_refused_with_one_line_that_names_what_is_allowed(string text)
    {
        Assert.False(SipListen.TryParse(text, out _, out var error));

        Assert.StartsWith($"\"{text}\"", error);
        Assert.Contains("udp, tcp, tls, ws or wss", error);
        Assert.Contains("0 to 65535", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_list_is_separated_by_commas_or_white_space()
    {
        Assert.True(SipListen.TryParseList("udp:5060, tcp:5060\ttls:5061", out var listens, out var error), error);

        Assert.Equal(["udp:5060", "tcp:5060", "tls:5061"], listens.Select(l => l.ToString()));
    }

    [Fact]
    public void A_list_names_the_entry_that_is_wrong_or_repeated()
    {
        Assert.False(SipListen.TryParseList("udp:5060,utp:1", out _, out var wrong));
        Assert.Contains("\"utp:1\"", wrong);

        Assert.False(SipListen.TryParseList("udp:5060,udp:5060", out _, out var repeated));
        Assert.Equal("udp:5060 is listed twice.", repeated);
    }
}

using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

public class LocalAddressesTests
{
    private static readonly IpEndpoint Phone = At("198.51.100.7:5060");

    private readonly FakeClock _clock = new();
    private readonly List<IpEndpoint> _asked = [];

    [Fact]
    public void A_listener_on_one_address_is_reached_there()
    {
        var addresses = Asking("192.0.2.1", Listener(3, "udp:10.0.0.1:5070"));
        Assert.Equal(At("10.0.0.1:5070"), addresses.For(new Flow(SipTransport.Udp, 3, Phone)));
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("udp:0.0.0.0:5070", "198.51.100.7:5060", "192.0.2.1")]
    [InlineData("udp:[::]:5070", "[2001:db8::7]:5060", "[2001:db8::1]")]
    public void A_listener_on_all_addresses_is_reached_at_the_one_that_routing_gives(string listen, string remote, string local)
    {
        var addresses = Asking(local, Listener(0, listen));
        Assert.Equal(At(local + ":5070"), addresses.For(new Flow(SipTransport.Udp, 0, At(remote))));
    }

    [Fact]
    public void A_websocket_beside_the_api_has_the_default_port() =>
        Assert.Equal(At("192.0.2.1:80"), Asking("192.0.2.1").For(new Flow(SipTransport.Ws, ushort.MaxValue, Phone, 7)));

    [Fact]
    public void Routing_is_asked_again_after_a_minute_and_not_before()
    {
        var addresses = Asking("192.0.2.1", Listener(0, "udp:0.0.0.0:5060"));
        var flow = new Flow(SipTransport.Udp, 0, Phone);
        addresses.For(flow);
        _clock.Advance(TimeSpan.FromMilliseconds(59_999));
        addresses.For(flow with { Remote = Phone.WithPort(9) });
        Assert.Single(_asked);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        addresses.For(flow);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public void Many_addresses_are_answered_from_a_bounded_table_and_without_allocation()
    {
        var addresses = Asking("192.0.2.1", Listener(0, "udp:0.0.0.0:5060"));
        for (uint i = 0; i < 100_000; i++) addresses.For(new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(i, 5060)));
        var flow = new Flow(SipTransport.Udp, 0, Phone);
        addresses.For(flow);
        var (asked, before) = (_asked.Count, GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < 1000; i++) addresses.For(flow);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(asked, _asked.Count);
    }

    [Fact]
    public void Two_addresses_with_one_first_place_do_not_drive_each_other_out()
    {
        var addresses = Asking("192.0.2.1", Listener(0, "udp:0.0.0.0:5060"));
        var place = Phone.WithPort(0).GetHashCode() & 0x3FFF;
        uint other = 1;
        while ((IpEndpoint.FromV4(other, 0).GetHashCode() & 0x3FFF) != place) other++;
        for (var i = 0; i < 10; i++)
        {
            addresses.For(new Flow(SipTransport.Udp, 0, Phone));
            addresses.For(new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(other, 0)));
        }
        Assert.Equal(2, _asked.Count);
    }

    [Theory]
    [InlineData("127.0.0.1:5060", "udp:0.0.0.0:5060", "127.0.0.1:5060")]
    [InlineData("127.0.0.9:0", "udp:0.0.0.0:5060", "127.0.0.1:5060")]
    [InlineData("[::1]:5060", "udp:[::]:5060", "[::1]:5060")]
    [InlineData("240.0.0.1:5060", "udp:0.0.0.0:5060", null)]
    public void The_kernel_answers_for_real_peers(string remote, string listen, string? expected)
    {
        var local = new LocalAddresses(() => [Listener(0, listen)], _clock).For(new Flow(SipTransport.Udp, 0, At(remote)));
        Assert.Equal(5060, local.Port);
        // What is not routed differs from machine to machine; it must be an address all the same.
        if (expected is not null) Assert.Equal(At(expected), local);
        else Assert.NotEqual(0u, local.V4);
    }

    [Theory]
    [InlineData("udp:10.0.0.1:5060 udp:0.0.0.0:5070 udp:192.0.2.1:5080", "198.51.100.7:5060", 2)]
    [InlineData("udp:10.0.0.1:5060 udp:0.0.0.0:5070 tcp:192.0.2.1:5080", "198.51.100.7:5060", 1)]
    [InlineData("udp:127.0.0.1:5060 udp:10.0.0.1:5060", "198.51.100.7:5060", 1)]
    [InlineData("udp:10.0.0.1:5060 udp:127.0.0.1:5060", "127.0.0.9:5060", 1)]
    [InlineData("udp:10.0.0.1:5060", "127.0.0.9:5060", 0)]
    [InlineData("udp:127.0.0.1:5060 udp:[::]:5060 tcp:0.0.0.0:5060", "198.51.100.7:5060", null)]
    public void A_request_of_ours_goes_through_the_listener_that_routing_favours(string listeners, string remote, int? index)
    {
        OpenListener[] open = [.. listeners.Split(' ').Select((text, i) => Listener((ushort)i, text))];
        var flow = Asking("192.0.2.1", open).FlowTo(SipTransport.Udp, At(remote));
        Assert.Equal(index, flow?.Listener);
        if (flow is { } found) Assert.Equal(At(remote), found.Remote);
    }

    [Fact]
    public void A_connection_needs_no_listener() =>
        Assert.Equal(new Flow(SipTransport.Tls, ushort.MaxValue, Phone), Asking("192.0.2.1").FlowTo(SipTransport.Tls, Phone));

    private LocalAddresses Asking(string local, params OpenListener[] open)
    {
        return new LocalAddresses(() => open, _clock, Ask);

        IpEndpoint? Ask(IpEndpoint remote)
        {
            _asked.Add(remote);
            return At(local);
        }
    }

    private static OpenListener Listener(ushort index, string text)
    {
        Assert.True(SipListen.TryParse(text, out var listen, out var error), error);
        return new OpenListener(index, listen, listen.Endpoints[0], listen.Endpoints[0]);
    }

    private static IpEndpoint At(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, 0, out var endpoint));
        return endpoint;
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Tandem.Api.Running;
using Tandem.Network.Dns;
using Tandem.Network.Signalling;
using Tandem.Server.Gateways;
using Tandem.Sip.Flows;
using Tandem.Switching.Gateways;
using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Tests.Gateways;

public sealed class GatewayResolverTests : IAsyncDisposable
{
    private static readonly GatewayAddress Carrier = new("sip.carrier.net");

    private readonly FakeClock _clock = new();
    private readonly Directory _directory = new();
    private readonly GatewayStates _states = new();
    private readonly GatewayReach _reach;
    private readonly ConcurrentQueue<GatewayAddress> _asked = new();
    private readonly Dictionary<string, SipTargets> _dns = [];
    private readonly GatewayResolver _resolver;
    private OpenListener[] _open = [Listener(4, "udp:192.0.2.1:5060"), Listener(5, "tcp:192.0.2.1:5060")];

    public GatewayResolverTests()
    {
        _reach = new GatewayReach(_states);
        _resolver = new GatewayResolver(_directory, _reach, new LocalAddresses(() => _open, _clock), Resolve,
            new CurrentParameters(ParameterSet.Defaults), _clock, NullLogger.Instance);
    }

    public ValueTask DisposeAsync() => _resolver.DisposeAsync();

    [Fact]
    public void A_new_gateway_is_resolved_at_once()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060", "198.51.100.2:5070");
        Set(Gateway("carrier", Carrier));
        Assert.Equal(
            [new GatewayTarget(new Flow(SipTransport.Udp, 4, At("198.51.100.1:5060")), "sip.carrier.net"),
             new GatewayTarget(new Flow(SipTransport.Udp, 4, At("198.51.100.2:5070")), "sip.carrier.net")],
            _states.Of("carrier").Targets);
        Assert.Equal(new GatewayResolution(_clock.GetUtcNow(), null), _resolver.StateOf(_directory.RoutingGateways.Find("carrier")!));
    }

    [Fact]
    public void Several_addresses_are_tried_in_their_order_and_each_once()
    {
        Answer("b", "198.51.100.2:5060");
        Answer("a", "198.51.100.1:5060", "198.51.100.2:5060");
        Set(Gateway("carrier", new GatewayAddress("a", 5060), new GatewayAddress("b")));
        Assert.Equal(["a", "a"], _states.Of("carrier").Targets.Select(t => t.Host));
    }

    [Fact]
    public void Ranks_of_a_name_come_behind_what_was_written_before_it()
    {
        _dns["a"] = new SipTargets([Shared("198.51.100.1:5060", 0, 1), Shared("198.51.100.2:5060", 1, 2)], null);
        _dns["b"] = new SipTargets([Shared("198.51.100.3:5060", 0, 3), Shared("198.51.100.4:5060", 0, 4)], null);
        Set(Gateway("carrier", new GatewayAddress("a"), new GatewayAddress("b")));
        Assert.Equal([(0, 1), (1, 2), (2, 3), (2, 4)], _states.Of("carrier").Targets.Select(t => (t.Rank, (int)t.Weight)));

        static SipTarget Shared(string at, int rank, ushort weight) => new(SipTransport.Udp, At(at), new ServerShare(rank, weight, weight));
    }

    [Fact]
    public void A_name_is_looked_up_again_after_the_interval_and_not_before()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("carrier", Carrier));
        Answer("sip.carrier.net", "198.51.100.9:5060");
        _clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["198.51.100.9:5060"], AddressesOf("carrier"));
    }

    [Fact]
    public void A_failure_keeps_the_last_good_answer_shows_its_reason_and_is_tried_again_soon()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("carrier", Carrier));
        var resolvedAt = _clock.GetUtcNow();
        _dns["sip.carrier.net"] = new SipTargets([new SipTarget(SipTransport.Udp, At("203.0.113.66:5060"))], "the name servers refused");
        _clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
        Assert.Equal(new GatewayResolution(resolvedAt, "the name servers refused"), _resolver.StateOf(_directory.RoutingGateways.Find("carrier")!));
        Answer("sip.carrier.net", "198.51.100.2:5060");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["198.51.100.2:5060"], AddressesOf("carrier"));
    }

    [Fact]
    public void Half_an_answer_is_used_when_there_was_none_before()
    {
        _dns["sip.carrier.net"] = new SipTargets([new SipTarget(SipTransport.Udp, At("198.51.100.1:5060"))], "no name server answered");
        Set(Gateway("carrier", Carrier));
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
    }

    [Fact]
    public void A_gateway_without_addresses_of_its_own_is_where_its_registrar_is()
    {
        Answer("reg.carrier.net", "198.51.100.1:5066");
        Set(Gateway("carrier") with { Registration = new OutboundRegistration { Registrar = "reg.carrier.net:5066", User = "u", Transport = SipTransport.Tcp } });
        Assert.Equal([new GatewayAddress("reg.carrier.net", 5066, SipTransport.Tcp)], _asked.Distinct());
        Assert.Equal(["198.51.100.1:5066"], AddressesOf("carrier"));
    }

    [Theory]
    [InlineData("reg.carrier.net", "reg.carrier.net", 0)]
    [InlineData("192.0.2.7:5070", "192.0.2.7", 5070)]
    [InlineData("2001:db8::7", "2001:db8::7", 0)]
    [InlineData("[2001:db8::7]", "2001:db8::7", 0)]
    [InlineData("[2001:db8::7]:5070", "2001:db8::7", 5070)]
    public void A_registrar_is_read_with_or_without_a_port(string text, string host, int port) => Assert.Equal(
        new GatewayAddress(host, (ushort)port),
        GatewayPlaces.RegistrarOf(Gateway("carrier") with { Registration = new OutboundRegistration { Registrar = text, User = "u" } }));

    [Fact]
    public void A_registrar_elsewhere_is_resolved_beside_the_addresses()
    {
        Answer("reg.carrier.net", "198.51.100.9:5060");
        Answer("sip.carrier.net", "198.51.100.1:5060");
        var gateway = Gateway("carrier", Carrier) with { Registration = new OutboundRegistration { Registrar = "reg.carrier.net", User = "u" } };
        Set(gateway);
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
        Assert.Equal(At("198.51.100.9:5060"), Assert.Single(_reach.RegistrarOf("carrier")).Flow.Remote);
    }

    [Fact]
    public void A_removed_gateway_has_no_addresses_and_is_not_asked_for_again()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("carrier", Carrier));
        _directory.RoutingGateways.Remove("carrier");
        Assert.Empty(_states.All);
        _clock.Advance(TimeSpan.FromSeconds(1200));
        Assert.Single(_asked);
    }

    [Fact]
    public void Other_listeners_give_other_flows_without_another_look_up()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("carrier", Carrier));
        _open = [Listener(8, "udp:192.0.2.1:5070")];
        _resolver.Review();
        Assert.Equal(8, _states.Of("carrier").Targets[0].Flow.Listener);
        _open = [];
        _resolver.Review();
        Assert.Empty(_states.Of("carrier").Targets);
        Assert.Contains("no UDP listener can reach 198.51.100.1:5060", _resolver.StateOf(_directory.RoutingGateways.Find("carrier")!).Error);
        Assert.Single(_asked);
    }

    [Theory]
    [InlineData("192.0.2.2", 6)]
    [InlineData("0.0.0.0:5070", 7)]
    [InlineData("192.0.2.2:5071", 8)]
    [InlineData("192.0.2.1:5070", 7)]
    public void A_gateway_is_called_and_registered_with_through_the_listener_of_its_own(string local, int listener)
    {
        _open = [Listener(4, "udp:192.0.2.1:5060"), Listener(6, "udp:192.0.2.2:5060"), Listener(7, "udp:192.0.2.1:5070"), Listener(8, "udp:192.0.2.2:5071")];
        Answer("sip.carrier.net", "198.51.100.1:5060");
        var at = local.StartsWith("0.0.0.0", StringComparison.Ordinal) ? new IpEndpoint(0, 5070) : IpEndpoint.TryParse(local, 0, out var read) ? read : default;
        Set(Gateway("carrier", Carrier) with { Local = at, Registration = new OutboundRegistration { Registrar = "sip.carrier.net", User = "u" } });
        Assert.Equal((listener, listener), (_states.Of("carrier").Targets[0].Flow.Listener, _reach.RegistrarOf("carrier")[0].Flow.Listener));
    }

    [Fact]
    public void A_listener_that_is_not_there_is_told()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("carrier", Carrier) with { Local = new IpEndpoint(0, 5099) });
        Assert.Empty(_states.Of("carrier").Targets);
        Assert.Equal("no UDP listener at port 5099 can reach 198.51.100.1:5060", _resolver.StateOf(_directory.RoutingGateways.Find("carrier")!).Error);
    }

    [Fact]
    public void An_address_that_does_not_answer_stays_offline_when_it_is_found_again()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060", "198.51.100.2:5060");
        Set(Gateway("carrier", Carrier));
        var second = _states.Of("carrier").Targets[1].Flow;
        Assert.True(_reach.SetOnline("carrier", second, false));
        Assert.False(_reach.SetOnline("carrier", second, false));
        Answer("sip.carrier.net", "198.51.100.2:5060", "198.51.100.3:5060");
        _clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal([(At("198.51.100.2:5060"), false), (At("198.51.100.3:5060"), true)], _states.Of("carrier").Targets.Select(t => (t.Flow.Remote, t.Online)));
        Assert.True(_reach.SetOnline("carrier", second, true));
        Assert.All(_states.Of("carrier").Targets, t => Assert.True(t.Online));
    }

    [Fact]
    public async Task A_slow_name_holds_up_no_other()
    {
        Answer("sip.carrier.net", "198.51.100.1:5060");
        Set(Gateway("slow", new GatewayAddress("never")));
        Set(Gateway("carrier", Carrier));
        Assert.Equal(["198.51.100.1:5060"], AddressesOf("carrier"));
        await _resolver.DisposeAsync();
    }

    private async Task<SipTargets> Resolve(GatewayAddress address, CancellationToken stop)
    {
        _asked.Enqueue(address);
        if (address.Host == "never") await Task.Delay(Timeout.Infinite, stop);
        return _dns.GetValueOrDefault(address.Host) ?? new SipTargets([], $"{address.Host} has no address");
    }

    private void Answer(string host, params string[] addresses) =>
        _dns[host] = new SipTargets([.. addresses.Select(a => new SipTarget(SipTransport.Udp, At(a)))], null);

    private void Set(RoutingGateway gateway) => _directory.RoutingGateways.Set(gateway);

    private IEnumerable<string> AddressesOf(string gateway) => _states.Of(gateway).Targets.Select(t => t.Flow.Remote.ToString());

    private static RoutingGateway Gateway(string name, params GatewayAddress[] addresses) => new() { Name = name, Addresses = [.. addresses] };

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

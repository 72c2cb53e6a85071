using System.Net;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>
/// Kamailio as a proxy on either side of the switch, which stays in the path by Record-Route: every request within the dialog has to
/// follow the route set (RFC 3261 §12.2.1.1 and §16.12).
/// </summary>
public class KamailioTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    private const string Proxy = "127.0.0.5";

    [Theory]
    [InlineData("caller-holds", "carrier-is-held", "caller")]
    [InlineData("caller-is-held", "carrier-holds", "callee")]
    public async Task Requests_of_the_switch_pass_the_carriers_proxy(string callerScenario, string carrierScenario, string hangsUp)
    {
        var prefix = Calls.NewPrefix();
        var port = FreePort.On(CallSwitch.Carrier);
        await using var proxy = new Kamailio(Proxy, new IPEndPoint(IPAddress.Parse(CallSwitch.Carrier), port));
        await proxy.StartsAsync();
        await Calls.Api.AddAsync("routing-gateways", new { name = CallSwitch.NameOf(prefix), addresses = new[] { $"{proxy.At}" }, prefixes = new[] { prefix } });
        await using var carrier = SippSide.Carrier(carrierScenario, CallSwitch.Carrier, port);
        await using var caller = Caller(callerScenario, prefix);
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();

        AssertCameBy(Proxy, carrier);
        AssertEnd(await Calls.RecordAsync(prefix + Number), $"{hangsUp}_hung_up", hangsUp, 200);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task Requests_of_the_switch_pass_the_customers_proxy()
    {
        var prefix = Calls.NewPrefix();
        await using var proxy = new Kamailio(Proxy, Calls.Live.At("udp"));
        await proxy.StartsAsync();
        var name = $"proxied-{prefix}";
        await Calls.Api.AddAsync("mapping-gateways", new { name, mode = "address", allow = new[] { $"{proxy.At}" } });
        await using var carrier = SippSide.Carrier("carrier-holds", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix));
        await using var caller = SippSide.Caller("caller-is-held", proxy.At, "127.0.0.6", ("caller", "2025550"), ("callee", prefix + Number));
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();

        AssertCameBy(Proxy, caller);
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "callee_hung_up", "callee", 200);
        Assert.Equal(name, (string?)record["caller"]!["name"]);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_phone_behind_one_proxy_and_a_carrier_behind_another_each_want_credentials_and_get_them()
    {
        var prefix = Calls.NewPrefix();
        await Calls.Api.AddPhoneAsync("1407");
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", "407");
        var port = FreePort.On(CallSwitch.Carrier);
        await using var outbound = new Kamailio(Proxy, new IPEndPoint(IPAddress.Parse(CallSwitch.Carrier), port));
        await using var inbound = new Kamailio("127.0.0.7", Calls.Live.At("udp"));
        await Task.WhenAll(outbound.StartsAsync(), inbound.StartsAsync());
        await Calls.Api.AddAsync("routing-gateways", new
        {
            name = CallSwitch.NameOf(prefix), addresses = new[] { $"{outbound.At}" }, prefixes = new[] { prefix }, authenticationUser = "tandem", password = "carriers-secret",
        });
        await using var carrier = SippSide.Carrier("carrier-challenges", CallSwitch.Carrier, port, ("user", "tandem"), ("password", "carriers-secret"));
        await using var caller = SippSide.Caller("phone-talks", inbound.At, "127.0.0.4", ("caller", "1407"), ("callee", prefix + Number), ("password", "secret-1407"),
            ("challenge", "407"));
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();

        AssertCameBy(Proxy, carrier);
        Assert.Contains(caller.Received, message => message.StartsWith("SIP/2.0 200", StringComparison.Ordinal) && message.Contains("Record-Route: <sip:127.0.0.7", StringComparison.Ordinal));
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal("1407", (string?)record["caller"]!["name"]);
        await Calls.IsIdleAsync();
    }

    // Each request that this side got, the first and those within the dialog, has the proxy's Via on top.
    private static void AssertCameBy(string proxy, SippSide side)
    {
        Assert.NotEmpty(side.Requests);
        Assert.All(side.Requests, request => Assert.StartsWith($"Via: SIP/2.0/UDP {proxy}", request.Split('\n').First(line => line.StartsWith("Via:", StringComparison.Ordinal))));
    }
}

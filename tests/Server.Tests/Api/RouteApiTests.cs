using System.Text.Json;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Numbers;
using Tandem.Switching.Operators;
using Tandem.Switching.Routing;

namespace Tandem.Server.Tests.Api;

public sealed class RouteApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.Start();
        var directory = _api.Parts.Directory;
        Assert.True(DialRules.TryParse("00:", out var rules, out _));
        directory.SetEndpoint(new Phone { Name = "1000", Calls = new PhoneCalls { Numbers = ["4930555"], MaxDuration = 3600 } });
        directory.SetEndpoint(new MappingGateway { Name = "gw", Calls = new MappingCalls { CalleeRules = rules, Capacity = 1 } });
        directory.RoutingGateways.Set(new RoutingGateway { Name = "carrier", Prefixes = ["49"], Capacity = 30 });
        directory.RoutingGateways.Set(new RoutingGateway { Name = "closed", Prefixes = ["49"], Locked = true });
        _api.Parts.Routing.Gateways.Of("carrier").Targets = [new GatewayTarget(new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(0xCB007101, 5060)), "gw.example")];
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_call_is_explained_with_numbers_steps_gateways_and_attempts()
    {
        var route = (await _api.Get("/api/v1/route?caller=4940&callee=004930&from=gw")).Json;
        Assert.Equal(("gw", "mappingGateway"), (Text(route, "entry"), Text(route, "kind")));
        Assert.Equal("4930", Text(route.GetProperty("billed"), "callee"));
        Assert.Equal(["callerLines", "calleeRules"], route.GetProperty("steps").EnumerateArray().Select(s => Text(s, "step")));
        Assert.Equal(["0 1", " "], route.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("used")} {s.GetProperty("limit")}"));
        Assert.Equal([("carrier", "in"), ("closed", "locked")], route.GetProperty("gateways").EnumerateArray().Select(g => (Text(g, "name"), Text(g, "verdict"))));
        var attempt = route.GetProperty("attempts").EnumerateArray().Single();
        Assert.Equal("sip:4930@gw.example", attempt.GetProperty("targets")[0].GetString());
        Assert.Equal(JsonValueKind.Null, route.GetProperty("refused").ValueKind);
        Assert.Contains("1. carrier (prefix 49)", Text(route, "text"), StringComparison.Ordinal);
        Assert.Equal(0, _api.Parts.Routing.CallsOfMappingGateway("gw"));
    }

    [Theory]
    [InlineData("caller=1000&callee=33", "not_found", 404)]
    [InlineData("caller=4930555&callee=33", "not_found", 404)]
    [InlineData("caller=33&callee=49&from=carrier", "destination_not_allowed", 403)]
    [InlineData("caller=33&callee=4930555&from=carrier", "offline", 480)]
    public async Task A_refusal_is_told_with_the_answer_that_the_caller_would_get(string query, string refused, int with)
    {
        var route = (await _api.Get($"/api/v1/route?{query}")).Json;
        Assert.Equal((refused, with), (Text(route, "refused"), route.GetProperty("refusedWith").GetInt32()));
        Assert.Empty(route.GetProperty("attempts").EnumerateArray());
    }

    [Theory]
    [InlineData("caller=4940&callee=49", 400)]
    [InlineData("caller=4940&callee=49&from=nobody", 404)]
    [InlineData("caller=4940", 400)]
    [InlineData("caller=4940&callee=4%0D9&from=gw", 400)]
    [InlineData("caller=4940&callee=49&from=gw&calee=1", 400)]
    public async Task What_cannot_be_explained_is_refused(string query, int status) => Assert.Equal(status, (await _api.Get($"/api/v1/route?{query}")).Status);

    [Fact]
    public async Task Who_may_read_may_ask() =>
        Assert.Equal(200, (await _api.Get("/api/v1/route?caller=1000&callee=49", _api.ClientWith(await _api.TokenOf(TokenScope.Read)))).Status);

    private static string Text(JsonElement item, string field) => item.GetProperty(field).GetString()!;
}

using System.Text.Json;
using Tandem.Api.Running;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;

namespace Tandem.Server.Tests.Api;

public sealed class GatewayStateApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_gateway_s_addresses_and_registration_are_shown()
    {
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "carrier" });
        var state = _api.Parts.Routing.Gateways.Of("carrier");
        state.Targets = [new GatewayTarget(new Flow(SipTransport.Tls, 0, IpEndpoint.FromV4(0xC6336401, 5061)), "sip.carrier.net", Online: false)];
        state.RetryAfter = _api.Clock.NowMs + 1000;
        _api.Gateways.Resolution = new GatewayResolution(_api.Clock.GetUtcNow(), "sip.carrier.net has no address");
        _api.Gateways.Registrations.Add(new OutboundRegistrationState("carrier", "sip:u@carrier.net", RegistrationPhase.Failed, default, 403, "Forbidden", 0, 0, 0, _api.Clock.NowMs));

        var shown = (await _api.Get("/api/v1/routing-gateways/carrier/state")).Json;
        var target = shown.GetProperty("targets")[0];
        Assert.Equal(("198.51.100.1:5061", "tls", "sip.carrier.net", false), (target.GetProperty("address").GetString(), target.GetProperty("transport").GetString(),
            target.GetProperty("host").GetString(), target.GetProperty("online").GetBoolean()));
        Assert.Equal("sip.carrier.net has no address", shown.GetProperty("resolveError").GetString());
        Assert.Equal("2026-01-01T12:00:01+00:00", shown.GetProperty("outUntil").GetString());
        Assert.Equal(("failed", 403), (shown.GetProperty("registration").GetProperty("state").GetString(), shown.GetProperty("registration").GetProperty("lastStatus").GetInt32()));

        var listed = (await _api.Get("/api/v1/outbound-registrations")).Json;
        Assert.Equal(("sip:u@carrier.net", JsonValueKind.Null), (listed[0].GetProperty("addressOfRecord").GetString(), listed[0].GetProperty("expiresAt").ValueKind));
        Assert.Equal(404, (await _api.Get("/api/v1/routing-gateways/nobody/state")).Status);
    }

    [Fact]
    public async Task A_gateway_that_registers_is_shown_where_it_has_registered()
    {
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "trunk", Registers = true });
        Assert.Equal("it has not registered", (await _api.Get("/api/v1/routing-gateways/trunk/state")).Json.GetProperty("resolveError").GetString());
        using (var contacts = _api.Parts.Locations.Open("trunk", NameHash.Of("trunk")))
        {
            contacts.Add(new BindingDraft
            {
                Contact = "sip:trunk@10.0.0.5:5070"u8, CallIdHash = 1, CSeq = 1, Q = 1000, UserAgent = "",
                Flow = new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC6336401, 5060)), Now = _api.Clock.NowMs, ExpiresAt = _api.Clock.NowMs + 60_000,
            });
        }

        var shown = (await _api.Get("/api/v1/routing-gateways/trunk/state")).Json;
        Assert.Equal(("198.51.100.1:5060", "10.0.0.5"), (shown.GetProperty("targets")[0].GetProperty("address").GetString(), shown.GetProperty("targets")[0].GetProperty("host").GetString()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("resolveError").ValueKind);
        Assert.Equal(0, (await _api.Get("/api/v1/status")).Json.GetProperty("counts").GetProperty("routingGatewaysOut").GetInt32());
        _api.Parts.Locations.RemoveAll("trunk");
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "nowhere" });
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "locked", Locked = true });
        Assert.Equal((3, 2), Counts((await _api.Get("/api/v1/status")).Json));
    }

    [Theory]
    [InlineData(true, true, 0, 0)]
    [InlineData(true, false, 0, 1)]
    [InlineData(false, false, 0, 0)]
    [InlineData(false, true, 1, 1)]
    [InlineData(false, true, -1, 0)]
    public async Task The_status_counts_gateways_that_cannot_be_called(bool onlineCheck, bool online, int retryAfter, int away)
    {
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "carrier", OnlineCheck = onlineCheck });
        var state = _api.Parts.Routing.Gateways.Of("carrier");
        state.Targets = [new GatewayTarget(new Flow(SipTransport.Udp, 0, IpEndpoint.FromV4(0xC6336401, 5060)), "sip.carrier.net", online)];
        state.RetryAfter = retryAfter == 0 ? 0 : _api.Clock.NowMs + retryAfter;
        Assert.Equal((1, away), Counts((await _api.Get("/api/v1/status")).Json));
    }

    [Fact]
    public async Task The_login_of_a_gateway_is_neither_a_phone_nor_a_mapping_gateway()
    {
        _api.Parts.Directory.RoutingGateways.Set(new RoutingGateway { Name = "trunk", Registers = true });
        var counts = (await _api.Get("/api/v1/status")).Json.GetProperty("counts");
        Assert.Equal((0, 0), (counts.GetProperty("phones").GetInt32(), counts.GetProperty("mappingGateways").GetInt32()));
    }

    private static (int All, int Away) Counts(JsonElement status) =>
        (status.GetProperty("counts").GetProperty("routingGateways").GetInt32(), status.GetProperty("counts").GetProperty("routingGatewaysOut").GetInt32());
}

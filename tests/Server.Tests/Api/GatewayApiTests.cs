using Tandem.Switching.Fields;
using Tandem.Switching.Operators;

namespace Tandem.Server.Tests.Api;

/// <summary>Routing gateways, gateway groups and number transforms over HTTP.</summary>
public sealed class GatewayApiTests : IAsyncLifetime
{
    private const string Gateways = "/api/v1/routing-gateways";

    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_gateway_is_added_shown_changed_and_removed()
    {
        var added = await _api.Post(Gateways, new { name = "carrier+1", addresses = new[] { "gw.example.com:5070", "192.0.2.7" }, capacity = 30, locked = true, memo = "Köln" });
        Assert.Equal((201, $"{Gateways}/carrier%2B1"), (added.Status, added.Response.Headers.Location!.OriginalString));

        var shown = (await _api.Get($"{Gateways}/carrier%2B1")).Json;
        Assert.Equal("""["gw.example.com:5070","192.0.2.7"]""", shown.GetProperty("addresses").GetRawText());
        Assert.Equal(("carrier+1", 30, true, "terminate", "Köln"), (shown.GetProperty("name").GetString(), shown.GetProperty("capacity").GetInt32(),
            shown.GetProperty("locked").GetBoolean(), shown.GetProperty("prefixMode").GetString(), shown.GetProperty("memo").GetString()));

        var changed = await _api.Patch($"{Gateways}/carrier%2B1", new { capacity = "", locked = false, prefixMode = "continue", callRate = "10/1s", failoverAfterBusy = true });
        Assert.Equal((200, "null", "false", "\"continue\"", "\"10/1s\"", "true"), (changed.Status, changed.Json.GetProperty("capacity").GetRawText(),
            changed.Json.GetProperty("locked").GetRawText(), changed.Json.GetProperty("prefixMode").GetRawText(), changed.Json.GetProperty("callRate").GetRawText(),
            changed.Json.GetProperty("failoverAfterBusy").GetRawText()));
        Assert.Equal(1000, _api.Parts.Directory.RoutingGateways.Find("carrier+1")!.CallRate!.Value.BurstWindow);

        Assert.Equal(204, (await _api.Delete($"{Gateways}/carrier%2B1")).Status);
        Assert.Equal((404, 404, 404), ((await _api.Get($"{Gateways}/carrier%2B1")).Status, (await _api.Delete($"{Gateways}/carrier%2B1")).Status,
            (await _api.Patch($"{Gateways}/carrier%2B1", new { locked = true })).Status));
    }

    [Fact]
    public async Task A_null_leaves_a_field_as_it_is()
    {
        await _api.Post(Gateways, new { name = "a", addresses = "192.0.2.7", capacity = 30 });

        Assert.Equal(30, (await _api.Patch($"{Gateways}/a", new { capacity = (int?)null, memo = "x" })).Json.GetProperty("capacity").GetInt32());
    }

    [Theory]
    [InlineData("""{"name":"a","addresses":"nowhere at all"}""", "addresses", "gw.example.com")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","capacity":-1}""", "capacity", "from 0 to")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","capacity":1.5}""", "capacity", "whole number")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","capacity":true}""", "capacity", "a whole number")]
    [InlineData("""{"name":"a","addresses":["192.0.2.7",5]}""", "addresses", "array of strings")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","locked":1}""", "locked", "true or false")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","memo":{"a":1}}""", "memo", "a string")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","lokced":true}""", "lokced", "no field")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","prefix_mode":"continue"}""", "prefix_mode", "no field")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","groups":["europe"]}""", "groups", "no gateway group 'europe'")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","password":5}""", "password", "string")]
    [InlineData("""{"name":"two words","addresses":"192.0.2.7"}""", "name", "letters")]
    [InlineData("""{"addresses":"192.0.2.7"}""", "name", "needed")]
    [InlineData("""{"name":"a","addresses":"192.0.2.7","addresses":"192.0.2.8"}""", "", "")]
    [InlineData("[]", "", "")]
    [InlineData("", "", "")]
    public async Task A_wrong_field_is_named_with_what_is_allowed(string body, string field, string said)
    {
        var refused = await _api.PostText(Gateways, body, "application/json");

        Assert.Equal((400, "application/problem+json"), (refused.Status, refused.Response.Content.Headers.ContentType!.MediaType));
        if (field.Length > 0) Assert.Contains(said, refused.Errors[field]);
        Assert.DoesNotContain("System.", refused.Body);
        Assert.Empty(_api.Parts.Directory.RoutingGateways.All);
    }

    [Fact]
    public async Task A_password_is_set_and_never_shown()
    {
        var added = await _api.Post(Gateways, new { name = "a", addresses = "192.0.2.7", password = "pw1!" });

        Assert.True(added.Json.GetProperty("hasPassword").GetBoolean());
        Assert.Equal("pw1!", _api.Secrets.Open(_api.Parts.Directory.RoutingGateways.Find("a")!.SealedPassword!, "routing:a"));
        foreach (var path in new[] { $"{Gateways}/a", Gateways, $"{Gateways}/export", "/api/v1/audit" }) Assert.DoesNotContain("pw1!", (await _api.Get(path)).Body);
        Assert.False((await _api.Patch($"{Gateways}/a", new { password = "" })).Json.GetProperty("hasPassword").GetBoolean());
    }

    [Fact]
    public async Task A_group_in_use_stays()
    {
        await _api.Post("/api/v1/gateway-groups", new { name = "europe", lines = 10 });
        await _api.Post(Gateways, new { name = "a", addresses = "192.0.2.7", groups = new[] { "europe" } });

        var refused = await _api.Delete("/api/v1/gateway-groups/europe");

        Assert.Equal((409, true), (refused.Status, refused.Json.GetProperty("detail").GetString()!.Contains("routing gateway 'a'")));
        Assert.Contains("fewer than the lines", (await _api.Patch("/api/v1/gateway-groups/europe", new { reservedLines = 10 })).Errors["reservedLines"]);
    }

    [Fact]
    public async Task A_list_is_searched_and_read_page_by_page()
    {
        for (var i = 0; i < 25; i++) await _api.Post("/api/v1/number-transforms", new { name = $"{1000 + i}", caller = "4930", memo = i % 2 == 0 ? "even" : "" });

        Assert.Equal(Enumerable.Range(1000, 25).Select(i => $"{i}"), await Names("/api/v1/number-transforms", "limit=10"));
        Assert.Equal(13, (await Names("/api/v1/number-transforms", "search=even")).Count);
        Assert.Equal(400, (await _api.Get("/api/v1/number-transforms?limit=0")).Status);
        Assert.Equal(400, (await _api.Get("/api/v1/number-transforms?serach=1")).Status);
    }

    [Fact]
    public async Task An_export_reads_back_as_it_was()
    {
        await _api.Post("/api/v1/gateway-groups", new { name = "europe" });
        await _api.Post(Gateways, new
        {
            name = "a", addresses = new[] { "192.0.2.7", "[2001:db8::1]:5070;transport=tls" }, prefixes = new[] { "86", "0086" }, groups = new[] { "europe" },
            callRate = "10/1s, pacing 500ms", registrationRegistrar = "sip.example.com", registrationUser = "u1", timeoutInvite = 5, memo = "=cmd|' /C calc'!A0, \"quoted\"\nsecond line",
        });
        await _api.Post(Gateways, new { name = "b", addresses = "192.0.2.8", memo = "'=kept" });

        var export = (await _api.Get($"{Gateways}/export")).Body;
        Assert.Contains("\"'=cmd|", export);
        Assert.Equal("""{"added":0,"changed":0,"unchanged":2}""", (await _api.PostText($"{Gateways}/import", export)).Body);
        await _api.Delete($"{Gateways}/a");
        Assert.Equal("""{"added":1,"changed":0,"unchanged":1}""", (await _api.PostText($"{Gateways}/import", export)).Body);
        Assert.Equal(export, (await _api.Get($"{Gateways}/export")).Body);
    }

    [Fact]
    public async Task An_import_sets_passwords_and_names_wrong_lines()
    {
        Assert.Equal(200, (await _api.PostText($"{Gateways}/import", "name,password,addresses\na,pw,192.0.2.7\n")).Status);
        Assert.Equal(200, (await _api.PostText($"{Gateways}/import", "name,password\na,\n")).Status);
        Assert.Equal("pw", _api.Secrets.Open(_api.Parts.Directory.RoutingGateways.Find("a")!.SealedPassword!, "routing:a"));

        var refused = await _api.PostText($"{Gateways}/import", "name,addresses,call_rate\nb,192.0.2.8,fast\n");
        Assert.Equal(("call_rate", 2), (refused.Json.GetProperty("lines")[0].GetProperty("field").GetString(), refused.Json.GetProperty("lines")[0].GetProperty("line").GetInt32()));
        Assert.Contains("no column 'colour'", (await _api.PostText($"{Gateways}/import", "name,colour\nb,red\n")).Body);
    }

    [Fact]
    public async Task The_fields_are_listed_for_those_who_build_forms()
    {
        var fields = (await _api.Get($"{Gateways}/fields")).Json.EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!);

        Assert.Equal(RoutingGatewayFields.Catalogue.Select(f => f.ApiName), fields.Keys);
        Assert.Equal("""{"name":"maxDuration","column":"max_duration","kind":"number","meaning":"The longest of its calls; 0 = no limit of its own.","unit":"s","range":"0–604800; empty = SS_MAX_CALL_DURATION","default":""}""",
            fields["maxDuration"].GetRawText());
        foreach (var path in new[] { "phones", "mapping-gateways", "gateway-groups", "number-groups", "number-transforms" })
        {
            Assert.NotEmpty((await _api.Get($"/api/v1/{path}/fields")).Json.EnumerateArray());
        }
    }

    [Fact]
    public async Task The_description_has_every_field_with_its_type()
    {
        var schemas = (await _api.Get("/openapi/v1.json")).Json.GetProperty("components").GetProperty("schemas");

        foreach (var name in new[] { "RoutingGatewayView", "NewRoutingGateway", "RoutingGatewayChange" })
        {
            var schema = schemas.GetProperty(name);
            var properties = schema.GetProperty("properties");
            Assert.All(RoutingGatewayFields.Catalogue, f => Assert.Contains(f.Meaning, properties.GetProperty(f.ApiName).GetProperty("description").GetString()));
            Assert.Equal("array", properties.GetProperty("addresses").GetProperty("type").GetString());
            Assert.Equal(["null", "integer"], properties.GetProperty("capacity").GetProperty("type").EnumerateArray().Select(t => t.GetString()!));
            Assert.Equal(name == "NewRoutingGateway", properties.GetProperty("mediaWatch").TryGetProperty("default", out _));
            Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        }
        Assert.True(schemas.TryGetProperty("PageOfRoutingGatewayView", out _));
        Assert.True(schemas.GetProperty("RoutingGatewayView").GetProperty("properties").TryGetProperty("hasPassword", out _));
        Assert.False(schemas.GetProperty("RoutingGatewayView").GetProperty("properties").TryGetProperty("password", out _));
        Assert.True(schemas.GetProperty("NewRoutingGateway").GetProperty("properties").TryGetProperty("password", out _));
        Assert.True(schemas.GetProperty("NumberGroupView").GetProperty("properties").TryGetProperty("numberCount", out _));
        Assert.All(PhoneCallFields.Catalogue, f => Assert.True(schemas.GetProperty("PhoneView").GetProperty("properties").TryGetProperty(f.ApiName, out _)));
        Assert.All(MappingCallFields.Catalogue, f => Assert.True(schemas.GetProperty("NewMappingGateway").GetProperty("properties").TryGetProperty(f.ApiName, out _)));
    }

    [Fact]
    public async Task A_reader_changes_nothing()
    {
        using var reader = _api.ClientWith(await _api.TokenOf(TokenScope.Read));

        Assert.Equal((200, 403), ((await _api.Get(Gateways, reader)).Status, (await _api.Post(Gateways, new { name = "a", addresses = "192.0.2.7" }, reader)).Status));
    }

    private async Task<List<string>> Names(string path, string query)
    {
        var names = new List<string>();
        for (var after = ""; ;)
        {
            var page = (await _api.Get($"{path}?{query}{after}")).Json;
            names.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("name").GetString()!));
            if (page.GetProperty("next").GetString() is not { } next) return names;
            after = $"&after={next}";
        }
    }
}

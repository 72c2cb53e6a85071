using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Server.Tests.Api;

public sealed class SettingsApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_parameter_is_set_takes_effect_is_logged_and_reset()
    {
        var set = await _api.Put("/api/v1/parameters/ss_authentication_max_retry", new { value = "9" });
        Assert.Equal((200, "SS_ENDPOINTREGISTERRETRY", "9", true), (set.Status, set.Json.GetProperty("name").GetString(),
            set.Json.GetProperty("value").GetString(), set.Json.GetProperty("isSet").GetBoolean()));
        Assert.Equal(9, _api.Parts.Parameters.Set.Get(ParameterCatalogue.SuspendRetry));

        var entry = (await _api.Get("/api/v1/audit?target=SS_ENDPOINTREGISTERRETRY")).Json.GetProperty("items")[0];
        Assert.Equal(("local", "param set", "6", "9"), (entry.GetProperty("actor").GetString(), entry.GetProperty("action").GetString(),
            entry.GetProperty("before").GetString(), entry.GetProperty("after").GetString()));

        Assert.Equal("6", (await _api.Delete("/api/v1/parameters/SS_ENDPOINTREGISTERRETRY")).Json.GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_parameter_out_of_range_is_refused_with_its_range()
    {
        Assert.Contains("from 1 to 100", (await _api.Put("/api/v1/parameters/SS_ENDPOINTREGISTERRETRY", new { value = "0" })).Errors["value"]);
        Assert.Equal(404, (await _api.Put("/api/v1/parameters/SS_NOTHING", new { value = "0" })).Status);
        Assert.Equal(ParameterCatalogue.All.Count, (await _api.Get("/api/v1/parameters")).Json.GetArrayLength());
    }

    [Fact]
    public async Task An_account_with_members_is_not_removed()
    {
        await _api.Post("/api/v1/accounts", new { name = "acme", title = "Acme" });
        await _api.Post("/api/v1/phones", new { number = "1001", account = "acme" });

        var refused = await _api.Delete("/api/v1/accounts/acme");
        Assert.Equal(409, refused.Status);
        Assert.Contains("1 phones", refused.Json.GetProperty("detail").GetString());
        Assert.Equal("Acme GmbH", (await _api.Patch("/api/v1/accounts/acme", new { title = "Acme GmbH" })).Json.GetProperty("title").GetString());
        var export = (await _api.Get("/api/v1/accounts/export")).Body;
        Assert.Equal("name,title,agent,locked,valid_until,memo\r\nacme,Acme GmbH,,no,,\r\n", export);
        Assert.Equal("""{"added":0,"changed":0,"unchanged":1}""", (await _api.PostText("/api/v1/accounts/import", export)).Body);
    }

    [Fact]
    public async Task The_audit_log_is_read_page_by_page_newest_first()
    {
        for (var i = 0; i < 12; i++) await _api.Post("/api/v1/accounts", new { name = $"a{i}" });
        var first = (await _api.Get("/api/v1/audit?limit=5")).Json;
        var second = (await _api.Get($"/api/v1/audit?limit=5&after={first.GetProperty("next")}")).Json;

        Assert.Equal(["a11", "a10", "a9", "a8", "a7"], first.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("target").GetString()));
        Assert.Equal("a6", second.GetProperty("items")[0].GetProperty("target").GetString());
        Assert.Equal("127.0.0.1", first.GetProperty("items")[0].GetProperty("address").GetString());
    }

    [Fact]
    public async Task Status_counts_and_health_tells_ready_from_alive()
    {
        await _api.Post("/api/v1/phones", new { number = "1001" });
        await _api.Post("/api/v1/mapping-gateways", new { name = "gw1" });
        _api.Register("1001", "192.0.2.7");
        using var stranger = _api.ClientWith(null);

        var status = (await _api.Get("/api/v1/status")).Json;
        Assert.Equal(3600, status.GetProperty("uptimeSeconds").GetInt64());
        Assert.Equal(
            """
            {"phones":1,"mappingGateways":1,"routingGateways":0,"routingGatewaysOut":0,"gatewayGroups":0,"numberGroups":0,"accounts":0,
            "registeredEndpoints":1,"registrations":1,"suspensions":0}
            """.ReplaceLineEndings(""),
            status.GetProperty("counts").GetRawText());

        Assert.Equal((200, 200), ((await _api.Get("/healthz", stranger)).Status, (await _api.Get("/readyz", stranger)).Status));
        _api.IsReady = false;
        Assert.Equal((200, 503), ((await _api.Get("/healthz", stranger)).Status, (await _api.Get("/readyz", stranger)).Status));
        var metrics = await _api.Get("/metrics", stranger);
        Assert.Equal("# HELP tandem_registrations Registered contacts.\n# TYPE tandem_registrations gauge\ntandem_registrations 1\n", metrics.Body);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", metrics.Response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_backup_is_a_download_for_administrators()
    {
        using var writer = _api.ClientWith(await _api.TokenOf(TokenScope.Write));
        Assert.Equal(403, (await _api.Send(HttpMethod.Post, "/api/v1/backup", null, writer)).Status);

        var backup = await _api.Send(HttpMethod.Post, "/api/v1/backup", null, null);

        Assert.Equal(("a copy of the store", "tandem-20260101-120000.backup"), (backup.Body, backup.Response.Content.Headers.ContentDisposition!.FileName));
    }

    [Fact]
    public async Task What_does_not_exist_is_a_problem_too()
    {
        foreach (var (method, path, status) in new[] { (HttpMethod.Get, "/api/v1/nothing", 404), (HttpMethod.Get, "/nothing", 404), (HttpMethod.Put, "/api/v1/phones", 405) })
        {
            var answer = await _api.Send(method, path, null, null);
            Assert.Equal((status, "application/problem+json"), (answer.Status, answer.Response.Content.Headers.ContentType?.MediaType));
        }
    }
}

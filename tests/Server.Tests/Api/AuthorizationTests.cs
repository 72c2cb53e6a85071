using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tandem.Switching.Operators;

namespace Tandem.Server.Tests.Api;

public sealed class AuthorizationTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Every_operation_takes_its_scope_and_refuses_less()
    {
        var clients = new (TokenScope? Scope, HttpClient Client)[]
        {
            (null, _api.ClientWith(null)),
            (TokenScope.Read, _api.ClientWith(await _api.TokenOf(TokenScope.Read))),
            (TokenScope.Write, _api.ClientWith(await _api.TokenOf(TokenScope.Write))),
            (TokenScope.Admin, _api.ClientWith(await _api.TokenOf(TokenScope.Admin))),
        };
        var wrong = new List<string>();
        foreach (var (method, path, needed, bodyType) in await Operations())
        {
            foreach (var (scope, client) in clients)
            {
                var answer = await _api.Send(method, path.Replace("records/{number}", "records/1").Replace("{name}", "nobody").Replace("{number}", "nobody").Replace("{id}", $"{Guid.Empty}"),
                    bodyType is null ? null : new StringContent("{}", Encoding.UTF8, bodyType), client);
                var expected = needed is null ? "open" : scope is null ? "401" : scope < needed ? "403" : "open";
                var seen = answer.Status switch { 401 when needed is not null => "401", 403 => "403", _ => "open" };
                if (seen != expected) wrong.Add($"{method} {path} with {scope?.ToString() ?? "no token"}: {answer.Status}, wanted {expected}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_route_under_api_is_in_the_document_and_only_signing_in_is_open()
    {
        var operations = await Operations();
        var routes = _api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)).ToList();

        Assert.Equal(routes.Count, operations.Count(o => o.Path.StartsWith("/api", StringComparison.Ordinal)));
        Assert.Equal(["/api/v1/sessions"], operations.Where(o => o.Path.StartsWith("/api", StringComparison.Ordinal) && o.Needed is null).Select(o => o.Path));
    }

    [Fact]
    public async Task A_change_needs_more_than_the_scope_read_whatever_the_method_is_called()
    {
        foreach (var (method, path, needed, _) in await Operations())
        {
            if (method != HttpMethod.Get && path is not "/api/v1/sessions" and not "/api/v1/sessions/current") Assert.True(needed >= TokenScope.Write, $"{method} {path}");
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Basic dGFuZGVtOnRhbmRlbQ==")]
    [InlineData("tandem_local-token-of-the-test")]
    public async Task Another_authorization_is_refused_as_an_invalid_token(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/phones");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var client = _api.ClientWith(null);
        using var response = await client.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_token_is_good_from_its_addresses_only()
    {
        Assert.Equal(200, (await _api.Get("/api/v1/phones", _api.ClientWith(await _api.TokenOf(TokenScope.Read, "127.0.0.0/8")))).Status);
        Assert.Equal(401, (await _api.Get("/api/v1/phones", _api.ClientWith(await _api.TokenOf(TokenScope.Read, "192.0.2.0/24")))).Status);
    }

    [Fact]
    public async Task A_token_ends_with_its_day()
    {
        await _api.Put("/api/v1/parameters/SERVER_API_TOKEN_DAYS", new { value = "1" });
        var client = _api.ClientWith(await _api.TokenOf(TokenScope.Read));

        _api.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await _api.Get("/api/v1/phones", client)).Status);
        _api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(401, (await _api.Get("/api/v1/phones", client)).Status);
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_once_and_only_its_hash_was_kept()
    {
        var made = await _api.Post("/api/v1/tokens", new { name = "grafana", scope = "read" });
        var text = made.Json.GetProperty("token").GetString()!;
        var kept = Assert.Single(_api.Operators.Tokens(0));
        Assert.Matches("^[0-9a-f]{64}$", kept.Hash);
        Assert.DoesNotContain(text, kept.ToString());
        Assert.DoesNotContain(text, (await _api.Get("/api/v1/tokens")).Body);

        Assert.Equal(409, (await _api.Post("/api/v1/tokens", new { name = "grafana", scope = "read" })).Status);
        Assert.Equal(204, (await _api.Delete("/api/v1/tokens/grafana")).Status);
        Assert.Equal(401, (await _api.Get("/api/v1/phones", _api.ClientWith(text))).Status);
        Assert.Equal(404, (await _api.Delete("/api/v1/tokens/grafana")).Status);
        Assert.Equal(404, (await _api.Delete("/api/v1/tokens/local")).Status);
        Assert.Equal(["token create", "token revoke"], _api.Operators.Audit.Select(e => e.Action));
    }

    [Fact]
    public async Task The_document_names_every_operation_once_and_spells_parameters_as_they_are_sent()
    {
        var operations = (await _api.Get("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        var names = operations.Select(o => o.Value.GetProperty("operationId").GetString()!).ToList();
        var parameters = operations.SelectMany(o => o.Value.TryGetProperty("parameters", out var list) ? list.EnumerateArray() : default).ToList();

        Assert.Equal(names.Distinct().Count(), names.Count);
        Assert.All(operations, o => Assert.True(o.Value.GetProperty("summary").GetString()!.Length > 0));
        Assert.Contains("userAgent", parameters.Select(p => p.GetProperty("name").GetString()));
        Assert.All(parameters, p => Assert.Matches("^[a-z]", p.GetProperty("name").GetString()));
    }

    private async Task<List<(HttpMethod Method, string Path, TokenScope? Needed, string? BodyType)>> Operations()
    {
        var document = (await _api.Get("/openapi/v1.json")).Json;
        return [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject(),
            (path, operation) => (HttpMethod.Parse(operation.Name), path.Name, ScopeOf(path.Name, operation.Value), BodyTypeOf(operation.Value)))];
    }

    // /metrics is open to the machine itself, which is where the test calls from.
    private static TokenScope? ScopeOf(string path, JsonElement operation) =>
        path == "/metrics" || !operation.TryGetProperty("security", out var security) || security.GetArrayLength() == 0 ? null
        : Enum.Parse<TokenScope>(security[0].GetProperty("bearer")[0].GetString()!, ignoreCase: true);

    private static string? BodyTypeOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").EnumerateObject().First().Name : null;
}

using Tandem.Switching.Operators;

namespace Tandem.Server.Tests.Api;

public sealed class SessionApiTests : IAsyncLifetime
{
    private TestApi _api = null!;
    private HttpClient _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.Start();
        _stranger = _api.ClientWith(null);
        _api.AddUser("anna", "correct horse", TokenScope.Write);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_user_signs_in_for_12_hours_and_signs_out()
    {
        var session = await SignIn("correct horse");
        Assert.Equal((201, "write"), (session.Status, session.Json.GetProperty("scope").GetString()));
        using var client = _api.ClientWith(session.Json.GetProperty("token").GetString());
        using var other = _api.ClientWith((await SignIn("correct horse")).Json.GetProperty("token").GetString());

        await _api.Post("/api/v1/accounts", new { name = "acme" }, client);
        Assert.Equal("anna", _api.Store.Audit[^1].Actor.Name);
        Assert.Equal(204, (await _api.Delete("/api/v1/sessions/current", client)).Status);
        Assert.Equal(401, (await _api.Get("/api/v1/phones", client)).Status);

        _api.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await _api.Get("/api/v1/phones", other)).Status);
        _api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(401, (await _api.Get("/api/v1/phones", other)).Status);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_and_the_right_one_waits_like_the_wrong()
    {
        for (var i = 0; i < 5; i++) Assert.Equal(401, (await SignIn("wrong")).Status);

        var locked = await SignIn("correct horse");
        Assert.Equal((429, "120"), (locked.Status, locked.Response.Headers.GetValues("Retry-After").Single()));
        _api.Clock.Advance(TimeSpan.FromSeconds(120) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(429, (await SignIn("correct horse")).Status);
        _api.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(201, (await SignIn("correct horse")).Status);
    }

    [Fact]
    public async Task An_unknown_user_is_answered_like_a_wrong_password()
    {
        var unknown = await _api.Post("/api/v1/sessions", new { user = "nobody", password = "correct horse" }, _stranger);
        var wrong = await SignIn("wrong");

        Assert.Equal((wrong.Status, WithoutTrace(wrong)), (unknown.Status, WithoutTrace(unknown)));
    }

    [Fact]
    public async Task A_new_password_ends_the_users_sessions()
    {
        using var client = _api.ClientWith((await SignIn("correct horse")).Json.GetProperty("token").GetString());

        Assert.Equal(400, (await _api.Put("/api/v1/users/anna/password", new { password = "short" })).Status);
        Assert.Equal(404, (await _api.Put("/api/v1/users/nobody/password", new { password = "battery staple" })).Status);
        Assert.Equal(204, (await _api.Put("/api/v1/users/anna/password", new { password = "battery staple" })).Status);

        Assert.Equal(401, (await _api.Get("/api/v1/phones", client)).Status);
        Assert.Equal((401, 201), ((await SignIn("correct horse")).Status, (await SignIn("battery staple")).Status));
        Assert.DoesNotContain(_api.Operators.Audit, e => e.ToString().Contains("staple"));
    }

    private Task<Answered> SignIn(string password) => _api.Post("/api/v1/sessions", new { user = "anna", password }, _stranger);

    private static string WithoutTrace(Answered answer) => string.Join(' ', answer.Json.EnumerateObject().Where(p => p.Name != "traceId").Select(p => p.ToString()));
}

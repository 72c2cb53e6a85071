namespace Tandem.Server.Tests.Api;

public sealed class SuspensionApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_suspension_is_listed_with_what_remains_of_it_and_lifted()
    {
        _api.Suspend("1001", "203.0.113.5");
        _api.Clock.Advance(TimeSpan.FromSeconds(60));

        var shown = (await _api.Get("/api/v1/suspensions")).Json.GetProperty("items")[0];
        Assert.Equal(("1001", "203.0.113.5", 6, 120), (shown.GetProperty("number").GetString(), shown.GetProperty("source").GetString(),
            shown.GetProperty("failures").GetInt32(), shown.GetProperty("remainingSeconds").GetInt32()));

        Assert.Equal("""{"lifted":1}""", (await _api.Delete("/api/v1/suspensions/1001")).Body);
        Assert.Equal(404, (await _api.Delete("/api/v1/suspensions/1001")).Status);
        Assert.Equal(("suspension clear", "1001"), (_api.Store.Audit[^1].Action, _api.Store.Audit[^1].Target));
        var past = (await _api.Get("/api/v1/suspensions/history?number=1001")).Json.GetProperty("items")[0];
        Assert.Equal(("local", 0), (past.GetProperty("clearedBy").GetString(), past.GetProperty("remainingSeconds").GetInt32()));
    }

    [Fact]
    public async Task A_scan_is_marked_and_all_are_lifted_at_once()
    {
        for (var i = 0; i < 6; i++) _api.Suspend($"{1000 + i}", "203.0.113.5");

        var shown = (await _api.Get("/api/v1/suspensions?number=1003")).Json.GetProperty("items")[0];
        Assert.Equal(["manyEndpointsOneSource", "sequence"], shown.GetProperty("patterns").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal("""{"lifted":6}""", (await _api.Delete("/api/v1/suspensions")).Body);
        Assert.Empty((await _api.Get("/api/v1/suspensions")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Pages_hold_every_suspension_once()
    {
        for (var i = 0; i < 23; i++) _api.Suspend($"9{i * 7}", $"203.0.113.{i % 3}");
        foreach (var list in new[] { "/api/v1/suspensions", "/api/v1/suspensions/history" })
        {
            var seen = new List<string>();
            for (var path = $"{list}?limit=5"; ;)
            {
                var page = (await _api.Get(path)).Json;
                seen.AddRange(page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("number").GetString()!));
                if (page.GetProperty("next").GetString() is not { } next) break;
                path = $"{list}?limit=5&after={next}";
            }
            Assert.Equal((23, 23), (seen.Count, seen.Distinct().Count()));
        }
    }

    [Fact]
    public async Task The_suspension_of_a_name_with_strange_characters_can_be_lifted()
    {
        _api.Suspend("../x y?&%", "203.0.113.5");

        Assert.Equal("""{"lifted":1}""", (await _api.Delete($"/api/v1/suspensions?number={Uri.EscapeDataString("../x y?&%")}")).Body);
    }
}

using System.Diagnostics;
using Tandem.Sip.Flows;

namespace Tandem.Server.Tests.Api;

public sealed class RegistrationApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.Start();
        await _api.Post("/api/v1/accounts", new { name = "acme" });
        await _api.Post("/api/v1/phones", new { number = "1001", account = "acme" });
        await _api.Post("/api/v1/phones", new { number = "1002" });
        _api.Register("1001", "192.0.2.7:5060", "baresip/1.0");
        _api.Register("1002", "198.51.100.9:5062", "=HYPERLINK(\"http://evil\")", expires: 60);
        _api.Register("2003", "[2001:db8::7]:5060", "Yealink T46", transport: SipTransport.Tls);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("", "1001,1002,2003")]
    [InlineData("number=00", "1001,1002,2003")]
    [InlineData("number=100", "1001,1002")]
    [InlineData("address=192.0.2.0/24", "1001")]
    [InlineData("address=198.51.100.9:5062", "1002")]
    [InlineData("address=2001:db8::/32", "2003")]
    [InlineData("account=acme", "1001")]
    [InlineData("userAgent=YEALINK", "2003")]
    [InlineData("state=registered", "1001,1002,2003")]
    [InlineData("state=offline", "")]
    [InlineData("number=1&account=acme&address=192.0.2.7", "1001")]
    public async Task Registrations_are_found_by_every_filter(string query, string numbers)
    {
        var page = await _api.Get($"/api/v1/registrations?{query}");

        Assert.Equal(numbers, string.Join(',', page.Json.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetString())));
    }

    [Fact]
    public async Task A_registration_shows_where_it_came_from_and_when_it_ends()
    {
        _api.Clock.Advance(TimeSpan.FromSeconds(55));
        var shown = (await _api.Get("/api/v1/registrations/1002")).Json[0];

        Assert.Equal(("198.51.100.9:5062", "udp", 5, "expiring"), (shown.GetProperty("source").GetString(), shown.GetProperty("transport").GetString(),
            shown.GetProperty("expiresIn").GetInt32(), shown.GetProperty("state").GetString()));
        Assert.Equal(404, (await _api.Get("/api/v1/registrations/9999")).Status);
    }

    [Theory]
    [InlineData("address=here", "address")]
    [InlineData("state=sleeping", "state")]
    [InlineData("state=1", "state")]
    [InlineData("nubmer=1", "nubmer")]
    public async Task A_wrong_filter_is_refused_and_ends_no_registration(string query, string name)
    {
        Assert.Contains(name, (await _api.Get($"/api/v1/registrations?{query}")).Errors.Keys);
        Assert.Contains(name, (await _api.Delete($"/api/v1/registrations?{query}")).Errors.Keys);
        Assert.Equal(3, _api.Parts.Locations.Count);
    }

    [Fact]
    public async Task A_registration_is_ended_by_number_by_filter_and_by_list_and_each_is_logged()
    {
        Assert.Equal("""{"removed":1}""", (await _api.Delete("/api/v1/registrations/1001")).Body);
        Assert.Equal(404, (await _api.Delete("/api/v1/registrations/1001")).Status);
        Assert.Equal(400, (await _api.Delete("/api/v1/registrations")).Status);
        Assert.Equal("""{"removed":1}""", (await _api.Delete("/api/v1/registrations?userAgent=yealink")).Body);
        Assert.Equal("""{"removed":1}""", (await _api.Post("/api/v1/registrations/unregister", new { numbers = new[] { "1002", "none" } })).Body);

        Assert.Equal(0, _api.Parts.Locations.Count);
        Assert.Equal([("1001", "1001"), ("user agent yealink", "2003"), ("a list of 2", "1002")],
            _api.Store.Audit.Where(e => e.Action == "unregister").Select(e => (e.Target, e.Before)));
    }

    [Fact]
    public async Task The_export_runs_nobodys_formula()
    {
        var lines = (await _api.Get("/api/v1/registrations/export?number=1002")).Body.Split("\r\n");

        Assert.StartsWith("number,account,contact,source,transport,user_agent,state", lines[0]);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil\"\")\"", lines[1]);
    }

    [Fact]
    public async Task Pages_hold_every_contact_once_in_order()
    {
        for (var i = 0; i < 57; i++) _api.Register($"{5000 + i % 19}", $"192.0.2.{i}");
        var seen = new List<string>();
        for (var path = "/api/v1/registrations?limit=7"; ;)
        {
            var page = (await _api.Get(path)).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(r => $"{r.GetProperty("number")} {r.GetProperty("source")}"));
            if (page.GetProperty("next").GetString() is not { } next) break;
            path = $"/api/v1/registrations?limit=7&after={next}";
        }

        Assert.Equal(60, seen.Distinct().Count());
        Assert.Equal(seen.Select(s => s[..4]).Order(StringComparer.Ordinal), seen.Select(s => s[..4]));
    }

    [Fact]
    public async Task A_page_of_100000_registrations_comes_within_a_second()
    {
        for (var i = 0; i < 100_000; i++) _api.Register($"7{i:d6}", $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}");
        await _api.Get("/api/v1/registrations?limit=1");

        var watch = Stopwatch.StartNew();
        var page = await _api.Get("/api/v1/registrations?number=7099&limit=100");

        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
        Assert.Equal(100, page.Json.GetProperty("items").GetArrayLength());
    }
}

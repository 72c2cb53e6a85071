using Tandem.Switching.Operators;

namespace Tandem.Server.Tests.Api;

public sealed class PhoneApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_phone_is_added_shown_changed_and_removed()
    {
        var added = await _api.Post("/api/v1/phones", new { number = "+4930123", memo = "desk 4" });
        Assert.Equal(201, added.Status);
        Assert.Equal("/api/v1/phones/%2B4930123", added.Response.Headers.Location!.OriginalString);
        var password = added.Json.GetProperty("generatedPassword").GetString();
        Assert.Equal(16, password!.Length);

        var shown = await _api.Get("/api/v1/phones/%2B4930123");
        Assert.Equal(("+4930123", "password", "desk 4", true), (shown.Json.GetProperty("number").GetString(), shown.Json.GetProperty("mode").GetString(),
            shown.Json.GetProperty("memo").GetString(), shown.Json.GetProperty("hasPassword").GetBoolean()));
        Assert.DoesNotContain(password, shown.Body);
        Assert.Equal(password, (await _api.Get("/api/v1/phones/%2B4930123/password")).Json.GetProperty("password").GetString());
        Assert.Equal("phone password shown", _api.Store.Audit[^1].Action);

        var changed = await _api.Patch("/api/v1/phones/%2B4930123", new { locked = true, allow = new[] { "192.0.2.0/24" } });
        Assert.Equal((200, true, "192.0.2.0/24"), (changed.Status, changed.Json.GetProperty("locked").GetBoolean(), changed.Json.GetProperty("allow")[0].GetString()));

        _api.Register("+4930123", "192.0.2.7");
        Assert.Equal(204, (await _api.Delete("/api/v1/phones/%2B4930123")).Status);
        Assert.Equal(404, (await _api.Get("/api/v1/phones/%2B4930123")).Status);
        Assert.Equal(0, _api.Parts.Locations.Count);
    }

    [Fact]
    public async Task Wrong_fields_are_named_with_what_is_allowed()
    {
        var refused = await _api.Post("/api/v1/phones", new { number = "10 01", password = "correct horse" });
        Assert.Equal((400, "application/problem+json"), (refused.Status, refused.Response.Content.Headers.ContentType!.MediaType));
        Assert.Contains("' ' is none of them", refused.Errors["number"]);

        Assert.Contains("whole number", (await _api.Post("/api/v1/phones", new { number = "1001", maxBindings = 500 })).Errors["maxBindings"]);
        Assert.Contains("no account", (await _api.Post("/api/v1/phones", new { number = "1001", account = "none" })).Errors["account"]);
        await _api.Post("/api/v1/phones", new { number = "1001" });
        Assert.Equal(409, (await _api.Post("/api/v1/phones", new { number = "1001" })).Status);
    }

    [Fact]
    public async Task Call_fields_stand_beside_the_others_and_are_set_like_them()
    {
        var added = await _api.Post("/api/v1/phones", new { number = "1001", lines = 2, doNotDisturb = true, furtherNumbers = new[] { "2001", "2002" }, forwardBusy = "1002 ring=20" });
        Assert.Equal((201, 2, true, "1002 ring=20"), (added.Status, added.Json.GetProperty("lines").GetInt32(), added.Json.GetProperty("doNotDisturb").GetBoolean(),
            added.Json.GetProperty("forwardBusy").GetString()));

        var changed = await _api.Patch("/api/v1/phones/1001", new { lines = "", memo = "desk", transfer = false });
        Assert.Equal(("null", "desk", "false", 2), (changed.Json.GetProperty("lines").GetRawText(), changed.Json.GetProperty("memo").GetString(),
            changed.Json.GetProperty("transfer").GetRawText(), changed.Json.GetProperty("furtherNumbers").GetArrayLength()));
        Assert.Equal("1001", _api.Parts.Directory.FindPhoneByNumber("2002")!.Name);

        var refused = await _api.Patch("/api/v1/phones/1001", new { ringTime = 4, colour = "red", capacity = 5 });
        Assert.Equal(["capacity", "colour"], refused.Errors.Keys.Order());
        Assert.Contains("from 5 to 300", (await _api.Patch("/api/v1/phones/1001", new { ringTime = 4 })).Errors["ringTime"]);
        Assert.Contains("'2001' rings the phone '1001'", (await _api.Post("/api/v1/phones", new { number = "1003", furtherNumbers = "2001" })).Errors["furtherNumbers"]);
        Assert.Equal(30, (await _api.Post("/api/v1/mapping-gateways", new { name = "gw1", capacity = 30 })).Json.GetProperty("capacity").GetInt32());
    }

    [Fact]
    public async Task Call_fields_are_columns_of_the_file()
    {
        Assert.Equal(200, (await _api.PostText("/api/v1/phones/import", "number,lines,forward_busy,further_numbers\n1001,2,1002 ring=20,\"2001,2002\"\n1002,,,\n")).Status);
        var export = (await _api.Get("/api/v1/phones/export?withPasswords=true")).Body;

        Assert.Contains(",1002 ring=20,", export);
        Assert.Equal("""{"added":0,"changed":0,"unchanged":2}""", (await _api.PostText("/api/v1/phones/import", export)).Body);
        var refused = await _api.PostText("/api/v1/phones/import", "number,ring_time\n1001,4\n");
        Assert.Equal("ring_time", refused.Json.GetProperty("lines")[0].GetProperty("field").GetString());
        Assert.Contains("no column 'capacity'", (await _api.PostText("/api/v1/phones/import", "number,capacity\n1001,4\n")).Body);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("""{"number": 1001}""", "number")]
    [InlineData("""{"number": "1001", "mode": "secret"}""", "mode")]
    [InlineData("""{"number": "1001", "mode": 1}""", "mode")]
    [InlineData("""{"number": "1001", "lokced": true}""", "lokced")]
    [InlineData("""{"number": "1001", "number": "1002"}""", "")]
    [InlineData("""{"memo": "no number"}""", "number")]
    public async Task Bad_json_is_refused_and_the_field_is_named(string body, string field)
    {
        var refused = await _api.PostText("/api/v1/phones", body, "application/json");

        Assert.Equal((400, "application/problem+json"), (refused.Status, refused.Response.Content.Headers.ContentType!.MediaType));
        if (field.Length > 0) Assert.Contains(field, refused.Errors.Keys);
        Assert.DoesNotContain("System.", refused.Body);
        Assert.Equal(0, _api.Parts.Directory.Endpoints.Count);
    }

    [Fact]
    public async Task A_body_that_is_too_large_or_no_json_is_refused()
    {
        Assert.Equal(413, (await _api.Post("/api/v1/phones", new { number = "1001", memo = new string('x', 300_000) })).Status);
        Assert.Equal(415, (await _api.PostText("/api/v1/phones", "number=1001", "application/x-www-form-urlencoded")).Status);
    }

    [Fact]
    public async Task Names_and_filters_are_data_and_never_a_query()
    {
        await _api.Post("/api/v1/phones", new { number = "1001" });
        const string Evil = "x' OR '1'='1";

        Assert.Equal(404, (await _api.Get($"/api/v1/phones/{Uri.EscapeDataString(Evil)}")).Status);
        Assert.Empty((await _api.Get($"/api/v1/phones?search={Uri.EscapeDataString(Evil)}")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(404, (await _api.Delete($"/api/v1/phones/{Uri.EscapeDataString("../accounts")}")).Status);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        for (var i = 0; i < 25; i++) await _api.Post("/api/v1/phones", new { number = $"{1000 + i}" });

        var numbers = new List<string>();
        for (string? after = null, path = "/api/v1/phones?limit=10"; ; path = $"/api/v1/phones?limit=10&after={after}")
        {
            var page = (await _api.Get(path)).Json;
            numbers.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("number").GetString()!));
            after = page.GetProperty("next").GetString();
            if (after is null) break;
        }

        Assert.Equal(Enumerable.Range(1000, 25).Select(i => $"{i}"), numbers);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("after=1001", "after")]
    [InlineData("after=%00", "after")]
    [InlineData("locked=maybe", "locked")]
    [InlineData("lokced=true", "lokced")]
    public async Task A_wrong_query_is_refused_and_the_parameter_is_named(string query, string name)
    {
        var refused = await _api.Get($"/api/v1/phones?{query}");

        Assert.Equal(400, refused.Status);
        Assert.Contains(name, refused.Errors.Keys);
    }

    [Fact]
    public async Task An_export_reads_back_as_it_was()
    {
        await _api.Post("/api/v1/accounts", new { name = "acme" });
        await _api.Post("/api/v1/phones", new { number = "+4930123", account = "acme", mode = "both", allow = new[] { "192.0.2.0/24", "[2001:db8::1]:5060" },
            validUntil = "2026-12-31", expireMin = 60, maxBindings = 3, manualUnlock = true, memo = "=cmd|' /C calc'!A0, \"quoted\"\nsecond line", password = "=correct,horse" });
        await _api.Post("/api/v1/phones", new { number = "1002", memo = "'=kept" });

        var export = await _api.Get("/api/v1/phones/export?withPasswords=true");
        Assert.Equal("text/csv", export.Response.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"'=cmd|", export.Body);
        var again = await _api.PostText("/api/v1/phones/import", export.Body);
        Assert.Equal("""{"added":0,"changed":0,"unchanged":2}""", again.Body);

        await _api.Delete("/api/v1/phones/%2B4930123");
        Assert.Equal("""{"added":1,"changed":0,"unchanged":1}""", (await _api.PostText("/api/v1/phones/import", export.Body)).Body);
        Assert.Equal(export.Body, (await _api.Get("/api/v1/phones/export?withPasswords=true")).Body);
    }

    [Fact]
    public async Task Passwords_are_exported_to_an_administrator_who_asks_only()
    {
        await _api.Post("/api/v1/phones", new { number = "1001", password = "correct horse" });
        using var reader = _api.ClientWith(await _api.TokenOf(TokenScope.Write));

        Assert.DoesNotContain("horse", (await _api.Get("/api/v1/phones/export")).Body);
        Assert.Equal(403, (await _api.Get("/api/v1/phones/export?withPasswords=true", reader)).Status);
        Assert.Contains("horse", (await _api.Get("/api/v1/phones/export?withPasswords=true")).Body);
        Assert.Equal("phone passwords exported", _api.Store.Audit[^1].Action);
    }

    [Fact]
    public async Task A_gateway_has_a_name_and_is_no_phone()
    {
        Assert.Equal("gw1", (await _api.Post("/api/v1/mapping-gateways", new { name = "gw1" })).Json.GetProperty("name").GetString());

        Assert.Equal(404, (await _api.Get("/api/v1/phones/gw1")).Status);
        Assert.Equal(409, (await _api.Post("/api/v1/phones", new { number = "gw1" })).Status);
        Assert.Equal("""{"added":0,"changed":1,"unchanged":0}""", (await _api.PostText("/api/v1/mapping-gateways/import", "name,locked\ngw1,yes\n")).Body);
    }

    [Fact]
    public async Task A_store_that_fails_is_told_with_its_own_sentence()
    {
        _api.Store.Failure = "The disk is full; free some space.";

        var refused = await _api.Post("/api/v1/phones", new { number = "1001" });

        Assert.Equal((503, "The disk is full; free some space."), (refused.Status, refused.Json.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_safe()
    {
        foreach (var answer in new[] { await _api.Get("/api/v1/phones"), await _api.Get("/nothing"), await _api.PostText("/api/v1/phones", "{", "application/json") })
        {
            var headers = answer.Response.Headers;
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", headers.GetValues("Cache-Control").Single());
            Assert.Equal("DENY", headers.GetValues("X-Frame-Options").Single());
        }
    }

    [Fact]
    public async Task Of_many_who_add_one_number_at_once_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.Post("/api/v1/phones", new { number = "1001" })));

        Assert.Equal((1, 19), (answers.Count(a => a.Status == 201), answers.Count(a => a.Status == 409)));
        Assert.Single(_api.Store.Audit);
    }
}

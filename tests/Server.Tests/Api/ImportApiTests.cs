using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tandem.Server.Tests.Api;

public sealed class ImportApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_file_with_bad_lines_imports_nothing_and_names_each_line()
    {
        var refused = await _api.PostText("/api/v1/phones/import",
            "number,account,mode,locked,expire_min,max_bindings\n1001,,,,,\n\n1002,none,,,,\n1003,,sometimes,,,\n1004,,,perhaps,,\n1005,,,,soon,\n1006,,,,,101\n1001,,,,,\n1007\n");

        Assert.Equal((400, 7), (refused.Status, refused.Json.GetProperty("total").GetInt32()));
        Assert.Equal("7 problems; nothing was imported.", refused.Json.GetProperty("detail").GetString());
        Assert.Equal(["4 account", "5 mode", "6 locked", "7 expire_min", "8 max_bindings", "9 name", "10 row"], Lines(refused));
        Assert.Equal(0, _api.Parts.Directory.Endpoints.Count);
    }

    [Theory]
    [InlineData("", "1 header")]
    [InlineData("number,colour\n1001,red\n", "1 header")]
    [InlineData("number,number\n1001,1001\n", "1 header")]
    [InlineData("account\nacme\n", "1 header")]
    [InlineData("number,memo\n1001,\"never closed\n1002,x\n", "2 row")]
    public async Task A_file_that_cannot_be_read_is_refused(string file, string line) =>
        Assert.Equal([line], Lines(await _api.PostText("/api/v1/phones/import", file)));

    [Fact]
    public async Task A_file_that_is_no_utf8_is_refused()
    {
        var content = new ByteArrayContent([.. "number,memo\n1001,M"u8, 0xFC, .. "ller\n"u8]) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

        Assert.Equal(["1 file"], Lines(await _api.Send(HttpMethod.Post, "/api/v1/phones/import", content, null)));
    }

    [Fact]
    public async Task A_byte_order_mark_semicolons_quotes_and_any_line_end_are_read()
    {
        var done = await _api.PostText("/api/v1/phones/import", "\uFEFFNumber;Memo\r\n1001;\"a; \"\"b\"\"\r\nsecond\"\r1002;plain");

        Assert.Equal("""{"added":2,"changed":0,"unchanged":0}""", done.Body);
        Assert.Equal("a; \"b\"\r\nsecond", _api.Parts.Directory.FindEndpoint("1001")!.Memo);
    }

    [Fact]
    public async Task Columns_that_are_absent_leave_a_phone_as_it_is_and_empty_cells_take_away()
    {
        await _api.Post("/api/v1/phones", new { number = "1001", memo = "desk 4", expireMin = 120, locked = true, password = "correct horse" });

        await _api.PostText("/api/v1/phones/import", "number,expire_min,locked,password\n1001,,,\n");

        var phone = _api.Parts.Directory.FindEndpoint("1001")!;
        Assert.Equal(("desk 4", null, true), (phone.Memo, phone.ExpireMin, phone.Locked));
        Assert.Equal("correct horse", _api.Secrets.Open(phone.SealedPassword!, "1001"));
    }

    [Fact]
    public async Task Progress_comes_line_by_line_and_ends_with_the_answer()
    {
        var file = new StringBuilder("number\n");
        for (var i = 0; i < 100_000; i++) file.Append(i).Append('\n');
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/phones/import") { Content = new StringContent(file.ToString(), Encoding.UTF8, "text/csv") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));

        using var response = await _api.Client.SendAsync(request);
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("""{"added":100000,"changed":0,"unchanged":0}""", lines[^1]);
        Assert.All(lines[..^1], line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("toStore", out _)));
        Assert.Equal(100_000, _api.Parts.Directory.Endpoints.Count);
    }

    [Fact]
    public async Task An_import_that_is_refused_while_progress_is_told_ends_with_the_problem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/phones/import") { Content = new StringContent("number\n1 2\n", Encoding.UTF8, "text/csv") };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));

        using var response = await _api.Client.SendAsync(request);
        var last = JsonDocument.Parse((await response.Content.ReadAsStringAsync()).TrimEnd().Split('\n')[^1]).RootElement;

        Assert.Equal((400, 2), (last.GetProperty("status").GetInt32(), last.GetProperty("lines")[0].GetProperty("line").GetInt32()));
    }

    private static IEnumerable<string> Lines(Answered refused) =>
        refused.Json.GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("line").GetInt32()} {l.GetProperty("field").GetString()}");
}

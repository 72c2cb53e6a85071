namespace Tandem.Server.Tests.Api;

/// <summary>Number groups over HTTP: their numbers are a list of their own.</summary>
public sealed class NumberGroupApiTests : IAsyncLifetime
{
    private const string Groups = "/api/v1/number-groups";

    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Numbers_are_added_listed_and_taken_out()
    {
        Assert.Equal(201, (await _api.Post(Groups, new { name = "vip", memo = "important" })).Status);

        Assert.Equal("""{"numberCount":3}""", (await _api.Post($"{Groups}/vip/numbers", new { numbers = new[] { "1002", "1001", "44*", "1001" } })).Body);
        Assert.Equal("""{"items":["1001","1002","44*"],"next":null}""", (await _api.Get($"{Groups}/vip/numbers")).Body);
        Assert.Equal("""{"items":["44*"],"next":null}""", (await _api.Get($"{Groups}/vip/numbers?search=44")).Body);
        Assert.Equal("""{"numberCount":2}""", (await _api.Post($"{Groups}/vip/numbers/remove", new { numbers = new[] { "1001", "none" } })).Body);
        Assert.Equal("""{"name":"vip","memo":"important","numberCount":2}""", (await _api.Get($"{Groups}/vip")).Body);
    }

    [Fact]
    public async Task Numbers_are_read_page_by_page()
    {
        await _api.Post(Groups, new { name = "vip" });
        await _api.Post($"{Groups}/vip/numbers", new { numbers = Enumerable.Range(1000, 25).Select(i => $"{i}") });

        var first = (await _api.Get($"{Groups}/vip/numbers?limit=20")).Json;
        var second = (await _api.Get($"{Groups}/vip/numbers?limit=20&after={first.GetProperty("next").GetString()}")).Json;

        Assert.Equal((20, 5), (first.GetProperty("items").GetArrayLength(), second.GetProperty("items").GetArrayLength()));
        Assert.Equal("1020", second.GetProperty("items")[0].GetString());
    }

    [Fact]
    public async Task Wrong_numbers_and_groups_are_refused()
    {
        await _api.Post(Groups, new { name = "vip" });

        Assert.Contains("'1 2'", (await _api.Post($"{Groups}/vip/numbers", new { numbers = new[] { "1 2" } })).Errors["numbers"]);
        Assert.Equal((404, 404, 404), ((await _api.Post($"{Groups}/none/numbers", new { numbers = new[] { "1" } })).Status,
            (await _api.Post($"{Groups}/none/numbers/remove", new { numbers = new[] { "1" } })).Status, (await _api.Get($"{Groups}/none/numbers")).Status));
        Assert.Contains("no field 'numbers'", (await _api.Patch($"{Groups}/vip", new { numbers = new[] { "1" } })).Errors["numbers"]);
    }

    [Fact]
    public async Task A_file_of_groups_and_numbers_is_imported_and_exported()
    {
        await _api.Post(Groups, new { name = "empty" });

        var import = await _api.PostText($"{Groups}/import", "name,number,memo\nvip,1001,=important\nvip,1002,\nspam,900*,\n");
        Assert.Equal("""{"added":3,"changed":0,"unchanged":0}""", import.Body);

        var export = (await _api.Get($"{Groups}/export")).Body;
        Assert.Equal("name,number,memo\r\nempty,,\r\nspam,900*,\r\nvip,1001,'=important\r\nvip,1002,\r\n", export);
        Assert.Equal("""{"added":0,"changed":0,"unchanged":4}""", (await _api.PostText($"{Groups}/import", export)).Body);
        Assert.Equal(2, (await _api.PostText($"{Groups}/import", "name,number\nvip,1 3\n")).Json.GetProperty("lines")[0].GetProperty("line").GetInt32());
    }
}

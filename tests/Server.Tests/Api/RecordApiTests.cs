using System.Text.Json;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Server.Tests.Api;

public sealed class RecordApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await TestApi.Start();
        for (var i = 0; i < 25; i++) _api.Records.Add(Call(i));
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task The_latest_call_comes_first_and_pages_hold_every_record_once()
    {
        var seen = new List<long>();
        for (var path = "/api/v1/records?limit=10"; ;)
        {
            var page = (await _api.Get(path)).Json;
            seen.AddRange(Numbers(page));
            if (page.GetProperty("next").GetString() is not { } next) break;
            path = $"/api/v1/records?limit=10&after={next}";
        }

        Assert.Equal(Enumerable.Range(1, 25).Select(i => (long)i).Reverse(), seen);
    }

    [Fact]
    public async Task A_record_says_who_when_where_and_why()
    {
        var record = (await _api.Get("/api/v1/records?limit=1")).Json.GetProperty("items")[0];

        Assert.Equal("2026-01-01T11:59:36+00:00", record.GetProperty("startedAt").GetString());
        Assert.Equal(20.5m, record.GetProperty("holdSeconds").GetDecimal());
        Assert.Equal(("callee_hung_up", "callee", 200), (record.GetProperty("endReason").GetString(), record.GetProperty("endSide").GetString(), record.GetProperty("endCode").GetInt32()));
        Assert.Equal(("=1001", "192.0.2.7:5060"), (record.GetProperty("caller").GetProperty("number").GetString(), record.GetProperty("caller").GetProperty("address").GetString()));
        Assert.Equal(("carrier", "routingGateway"), (record.GetProperty("callee").GetProperty("name").GetString(), record.GetProperty("callee").GetProperty("kind").GetString()));
        Assert.False(record.TryGetProperty("route", out _));
    }

    [Fact]
    public async Task A_single_record_comes_with_its_route_and_its_media()
    {
        var record = (await _api.Get("/api/v1/records/25")).Json;

        Assert.Equal("carrier", record.GetProperty("route").GetProperty("steps")[0].GetString());
        var media = record.GetProperty("caller").GetProperty("media");
        Assert.Equal((1000, 4.12m, 4.321m), (media.GetProperty("packets").GetInt32(), media.GetProperty("mos").GetDecimal(), media.GetProperty("jitterMs").GetDecimal()));
        Assert.Equal(6, media.GetProperty("dtmf").GetInt32());
        Assert.False(record.GetProperty("callee").TryGetProperty("media", out _));
        Assert.Equal(404, (await _api.Get("/api/v1/records/26")).Status);
    }

    [Theory]
    [InlineData("caller=%3D1001", 13)]
    [InlineData("caller=10*", 12)]
    [InlineData("answered=false", 12)]
    [InlineData("endReason=busy", 12)]
    [InlineData("exit=carrier&minSeconds=20", 13)]
    [InlineData("maxSeconds=19", 12)]
    [InlineData("from=2026-01-01T11:59:26Z&to=2026-01-01T11:59:30Z", 4)]
    [InlineData("account=nobody", 0)]
    public async Task Filters_choose(string query, int count)
    {
        Assert.Equal(count, Numbers((await _api.Get($"/api/v1/records?{query}")).Json).Count);
        Assert.Equal(count, (await _api.Get($"/api/v1/records/totals?{query}")).Json.GetProperty("calls").GetInt32());
    }

    [Fact]
    public async Task Totals_are_calls_answered_ones_time_ASR_and_ACD() => Assert.Equal(
        """{"calls":25,"answered":13,"holdSeconds":266.5,"asr":52,"acd":20.5}""", (await _api.Get("/api/v1/records/totals")).Body);

    [Fact]
    public async Task An_export_has_all_of_them_and_nothing_that_a_spreadsheet_would_run()
    {
        var answer = await _api.Get("/api/v1/records/export");
        var lines = answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal((26, "text/csv"), (lines.Length, answer.Response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("number,id,started_at,", lines[0]);
        Assert.StartsWith("25,", lines[1]);
        Assert.Contains(",2026-01-01T11:59:36.000Z,", lines[1]);
        Assert.Contains(",20.5,,'=1001,", lines[1]);
        Assert.EndsWith(",,1.5,1000,0,4.321,4.12,,0,no,6,,,,,,,,", lines[1]);
        Assert.All(lines, line => Assert.Equal(lines[0].Count(c => c == ','), line.Count(c => c == ',')));
    }

    [Theory]
    [InlineData("from=2025-11-01T00:00:00Z", "from", "31 days")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "after")]
    [InlineData("endReason=tired", "endReason", "caller_hung_up")]
    [InlineData("minSeconds=-1", "minSeconds", "from 0 on")]
    [InlineData("minSeconds=9&maxSeconds=8", "maxSeconds", "below 9")]
    [InlineData("limit=10001", "limit", "SERVER_QUERY_ONE_PAGE_SIZE")]
    [InlineData("after=x", "after", "next")]
    [InlineData("colour=red", "colour", "no such")]
    public async Task What_cannot_be_asked_is_named(string query, string field, string message)
    {
        var answer = await _api.Get($"/api/v1/records?{query}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(message, answer.Errors[field]);
    }

    [Fact]
    public async Task A_query_without_a_beginning_covers_as_much_as_a_query_may()
    {
        Set(RecordParameters.QueryDays, "1");

        Assert.Equal(25, Numbers((await _api.Get("/api/v1/records?from=2026-01-01T00:00:00Z")).Json).Count);
        Assert.Equal(25, Numbers((await _api.Get("/api/v1/records?to=2026-01-02T00:00:00Z")).Json).Count);
        Assert.Empty(Numbers((await _api.Get("/api/v1/records?to=2026-01-01T00:00:00Z")).Json));
    }

    [Fact]
    public async Task In_the_hours_that_are_denied_only_single_records_are_shown()
    {
        Set(RecordParameters.QueryDenyHours, $"{_api.Clock.GetLocalNow().Hour}");

        Assert.Equal(403, (await _api.Get("/api/v1/records")).Status);
        Assert.Equal(403, (await _api.Get("/api/v1/records/totals")).Status);
        Assert.Equal(403, (await _api.Get("/api/v1/records/export")).Status);
        Assert.Equal(200, (await _api.Get("/api/v1/records/1")).Status);
        _api.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(200, (await _api.Get("/api/v1/records")).Status);
    }

    [Fact]
    public async Task An_export_greater_than_the_limit_is_refused()
    {
        Set(RecordParameters.QuerySize, "24");

        Assert.Equal(409, (await _api.Get("/api/v1/records/export")).Status);
        Assert.Equal(200, (await _api.Get("/api/v1/records/export?answered=true")).Status);
    }

    [Fact]
    public async Task Summaries_are_listed_the_latest_minute_first()
    {
        var minute = _api.Clock.NowMs / 60_000;
        for (var i = 0; i < 3; i++) _api.Records.AllSummaries.Add(new CallSummary(minute - i, default, CallEndReason.UnknownCaller, 100 + i, 1, 2, "1 2"));

        var page = (await _api.Get("/api/v1/records/summaries?limit=2")).Json;
        Assert.Equal([100, 101], page.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("calls").GetInt32()));
        var rest = (await _api.Get($"/api/v1/records/summaries?limit=2&after={page.GetProperty("next").GetString()}")).Json;
        Assert.Equal([102], rest.GetProperty("items").EnumerateArray().Select(s => s.GetProperty("calls").GetInt32()));
    }

    private void Set(ParameterDefinition parameter, string value)
    {
        Assert.True(_api.Parts.Parameters.Set.TryWith(parameter, value, out var set, out var error), error);
        _api.Parts.Parameters.Swap(set);
    }

    private static List<long> Numbers(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("number").GetInt64())];

    private CallRecord Call(int i)
    {
        var startedAt = _api.Clock.NowMs - 48_000 + i * 1000;
        IpEndpoint.TryParse("192.0.2.7:5060", 0, out var address);
        var answered = i % 2 == 0;
        return new CallRecord
        {
            Id = Guid.NewGuid(), StartedAt = startedAt, AnsweredAt = answered ? startedAt + 2000 : 0, EndedAt = startedAt + 22_500,
            Billed = answered ? new CallNumbers("=1001", "441234") : new CallNumbers("1001", "441235"),
            Received = new CallNumbers("", ""), Sent = new CallNumbers("", ""),
            Caller = new CallParty(PartyKind.Phone, "1001", address, default, "PCMU", "", ""),
            Callee = new CallParty(PartyKind.RoutingGateway, "carrier", default, default, "", "", ""),
            EndReason = answered ? CallEndReason.CalleeHungUp : CallEndReason.Busy, EndSide = EndSide.Callee, EndCode = answered ? 200 : 486,
            CalleeDelay = 1500,
            FromCaller = new MediaQuality(1000, 0, 4321, 412, 0, 0, false, 6), Route = """{"steps":["carrier"]}""",
        };
    }
}

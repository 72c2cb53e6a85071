using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;
using Tandem.Switching.Tracing;

namespace Tandem.Server.Tests.Api;

public sealed class CallApiTests : IAsyncLifetime
{
    private TestApi _api = null!;

    public async ValueTask InitializeAsync() => _api = await TestApi.Start();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_call_is_shown_with_both_sides_and_their_media()
    {
        var call = Add("1001", "1002") with
        {
            State = LiveCallState.Answered, AnsweredAt = _api.Clock.NowMs - 61_000, LimitAt = _api.Clock.NowMs + 1000,
            Callee = new CallParty(PartyKind.RoutingGateway, "carrier", IpEndpoint.FromV4(0xCB007109, 5060), default, "PCMA", "Carrier/1", "x@y"),
            FromCallee = new MediaQuality(3000, 3, 1500, 420, 40_000, 1, false, 4),
        };
        _api.LiveCalls.Calls[0] = call;

        var shown = (await _api.Get($"/api/v1/calls/{call.Id}")).Json;
        Assert.Equal(("answered", 61, "1001", "1002"), (shown.GetProperty("state").GetString(), shown.GetProperty("duration").GetInt32(),
            shown.GetProperty("callerNumber").GetString(), shown.GetProperty("calleeNumber").GetString()));
        var callee = shown.GetProperty("callee");
        Assert.Equal(("routingGateway", "carrier", "203.0.113.9:5060"), (callee.GetProperty("kind").GetString(), callee.GetProperty("name").GetString(), callee.GetProperty("address").GetString()));
        Assert.Equal((1.5, 4.2, 40.0), (callee.GetProperty("media").GetProperty("jitterMs").GetDouble(), callee.GetProperty("media").GetProperty("mos").GetDouble(),
            callee.GetProperty("media").GetProperty("roundTripMs").GetDouble()));
        Assert.Equal(4, callee.GetProperty("media").GetProperty("dtmf").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, shown.GetProperty("caller").GetProperty("media").ValueKind);
        Assert.Equal(404, (await _api.Get($"/api/v1/calls/{Guid.NewGuid()}")).Status);
        Assert.Equal(404, (await _api.Get("/api/v1/calls/no-number")).Status);
    }

    [Fact]
    public async Task Pages_hold_every_call_once_the_oldest_first()
    {
        for (var i = 0; i < 23; i++)
        {
            Add($"{1000 + i}", "2000");
            if (i % 3 == 0) _api.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        var seen = new List<string>();
        for (var path = "/api/v1/calls?limit=5"; ;)
        {
            var page = (await _api.Get(path)).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(c => c.GetProperty("startedAt").GetString() + c.GetProperty("id").GetString()));
            if (page.GetProperty("next").GetString() is not { } next) break;
            path = $"/api/v1/calls?limit=5&after={next}";
        }
        Assert.Equal(23, seen.Distinct().Count());
        Assert.Equal(seen.Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData("number=100", 2)]
    [InlineData("number=2000", 1)]
    [InlineData("party=1001", 1)]
    [InlineData("party=100", 0)]
    [InlineData("account=acme", 2)]
    [InlineData("account=acme&number=3000", 1)]
    public async Task Filters_choose(string query, int count)
    {
        Add("1001", "2000");
        Add("1002", "3000");
        Assert.Equal(count, (await _api.Get($"/api/v1/calls?{query}")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Hanging_up_is_written_into_the_audit_log_and_the_record()
    {
        var call = Add("1001", "2000");
        Assert.Equal(204, (await _api.Delete($"/api/v1/calls/{call.Id}")).Status);
        Assert.Equal("local", _api.LiveCalls.HungUp[call.Id]);
        var entry = _api.Store.Audit[^1];
        Assert.Equal(("hang up", call.Id.ToString(), "1001 to 2000"), (entry.Action, entry.Target, entry.Before));
        Assert.Equal(404, (await _api.Delete($"/api/v1/calls/{call.Id}")).Status);
    }

    [Fact]
    public async Task The_messages_of_an_ended_call_come_as_a_ladder_as_text_and_as_a_file()
    {
        var id = Guid.NewGuid();
        _api.LiveCalls.Messages[id] = [new TracedMessage(_api.Clock.NowMs, false, SipTransport.Tls, IpEndpoint.FromV4(1, 5061), IpEndpoint.FromV4(2, 4000), "x"u8.ToArray())];
        var trace = (await _api.Get($"/api/v1/calls/{id}/trace")).Json;
        Assert.Contains("12:00:00.000", trace.GetProperty("ladder").GetString());
        var message = trace.GetProperty("messages")[0];
        Assert.Equal(("0.0.0.2:4000", "0.0.0.1:5061", "tls", "x"), (message.GetProperty("source").GetString(), message.GetProperty("destination").GetString(),
            message.GetProperty("transport").GetString(), message.GetProperty("text").GetString()));
        Assert.Equal("\u0001", (await _api.Get($"/api/v1/calls/{id}/trace.pcap")).Body);
        Assert.Equal(404, (await _api.Get($"/api/v1/calls/{Guid.NewGuid()}/trace")).Status);
        Assert.Equal(404, (await _api.Get($"/api/v1/calls/{Guid.NewGuid()}/trace.pcap")).Status);
    }

    private LiveCall Add(string caller, string callee)
    {
        var call = new LiveCall
        {
            Id = Guid.NewGuid(), State = LiveCallState.Trying, StartedAt = _api.Clock.NowMs, AnsweredAt = 0, LimitAt = long.MaxValue,
            Received = new CallNumbers(caller, callee), Billed = new CallNumbers(caller, callee), Sent = default, Account = "acme", Attempts = 1, Relayed = false,
            Caller = new CallParty(PartyKind.Phone, caller, default, default, "", "", ""), Callee = default, FromCaller = default, FromCallee = default,
        };
        _api.LiveCalls.Calls.Add(call);
        return call;
    }
}

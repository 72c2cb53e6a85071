using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>Four carriers for one prefix, which fail in different ways one after another (RFC 3665, 3.4).</summary>
public class SippFailoverTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    [Fact]
    public async Task A_call_goes_on_past_503_and_silence_and_404_to_the_carrier_that_answers()
    {
        var prefix = Calls.NewPrefix();
        await using var unavailable = await RefusingAsync(prefix, 1, "503 Service Unavailable");
        await Calls.AddCarrierAsync(prefix, 2, ("timeoutInvite", 1));
        await using var unknown = await RefusingAsync(prefix, 3, "404 Not Found");
        await using var answering = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix, 4));
        await using var caller = Caller("caller-talks", prefix);
        await caller.EndsWellAsync();
        await Task.WhenAll(unavailable.EndsWellAsync(), unknown.EndsWellAsync(), answering.EndsWellAsync());

        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal(4, (int)record["attempts"]!);
        Assert.Equal(CallSwitch.NameOf(prefix, 4), (string?)record["callee"]!["name"]);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task Busy_ends_the_search()
    {
        var prefix = Calls.NewPrefix();
        await using var unavailable = await RefusingAsync(prefix, 1, "503 Service Unavailable");
        await using var busy = await RefusingAsync(prefix, 2, "486 Busy Here");
        await using var spared = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix, 3));
        await using var caller = Caller("caller-is-refused", prefix, [("status", "486")]);
        await caller.EndsWellAsync();
        await Task.WhenAll(unavailable.EndsWellAsync(), busy.EndsWellAsync());

        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "busy", "callee", 486);
        Assert.Equal(2, (int)record["attempts"]!);
        Assert.Equal("SS_GATEWAY_SWITCH_STOP_AFTER_USER_BUSY", (string?)record["endRule"]);
        Assert.Equal("", spared.Messages);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_stop_code_of_a_gateway_ends_the_search()
    {
        var prefix = Calls.NewPrefix();
        await using var refusing = await RefusingAsync(prefix, 1, "404 Not Found", ("failoverStopCodes", new JsonArray("404")));
        await using var spared = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix, 2));
        await using var caller = Caller("caller-is-refused", prefix, [("status", "404")]);
        await caller.EndsWellAsync();
        await refusing.EndsWellAsync();
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "refused", "callee", 404);
        Assert.Equal("stop code 404", (string?)record["endRule"]);
        Assert.Equal("", spared.Messages);
    }

    [Fact]
    public async Task When_all_carriers_fail_the_caller_hears_the_last_answer()
    {
        var prefix = Calls.NewPrefix();
        await using var first = await RefusingAsync(prefix, 1, "503 Service Unavailable");
        await using var second = await RefusingAsync(prefix, 2, "500 Server Internal Error");
        await Calls.AddCarrierAsync(prefix, 3, ("timeoutInvite", 1));
        await using var last = await RefusingAsync(prefix, 4, "502 Bad Gateway");
        await using var caller = Caller("caller-is-refused", prefix, [("status", "502")]);
        await caller.EndsWellAsync();
        await Task.WhenAll(first.EndsWellAsync(), second.EndsWellAsync(), last.EndsWellAsync());
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "refused", "callee", 502);
        Assert.Equal(4, (int)record["attempts"]!);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_carrier_that_says_Retry_After_is_left_out_of_the_next_call()
    {
        var prefix = Calls.NewPrefix();
        await using var tired = await RefusingAsync(prefix, 1, "503 Service Unavailable\n      Retry-After: 30");
        var port = await Calls.AddCarrierAsync(prefix, 2);
        foreach (var attempts in new[] { 2, 1 })
        {
            await using var fresh = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, port);
            await using var caller = Caller("caller-talks", prefix);
            await caller.EndsWellAsync();
            await fresh.EndsWellAsync();
            var records = await Calls.RecordsAsync(prefix + Number, 3 - attempts);
            Assert.Equal(attempts, (int)records[^1]["attempts"]!);
        }
        await tired.EndsWellAsync();
    }

    private async Task<SippSide> RefusingAsync(string prefix, int priority, string answer, params IEnumerable<(string, JsonNode)> fields) =>
        SippSide.Carrier("carrier-refuses", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix, priority, fields), ("answer", answer));
}

using System.Globalization;
using System.Net.Http;
using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Calls;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Records;

/// <summary>What the parameters of call records do on the running switch, to real calls.</summary>
public sealed class RecordParameterTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    private const string Stranger = "127.0.0.9";

    [Fact]
    public async Task A_call_that_nobody_answers_has_a_record_while_they_are_wanted() => await WithAsync("SERVER_BILLING_RECORD_ZERO_HOLD_TIME", "Off", async () =>
    {
        await PlayBothAsync("caller-is-refused", "carrier-refuses", caller: [("status", "486")], carrier: [("answer", "486 Busy Here")]);
        await IsOmittedAsync(1);
        Assert.Equal("caller_hung_up", (string?)(await PlayAsync("caller-talks", "carrier-answers"))["endReason"]);
    });

    [Fact]
    public async Task Calls_to_some_numbers_leave_no_record_even_when_they_are_answered() => await WithAsync("SERVER_BILLING_NO_CDR_E164S", "110,7*", async () =>
    {
        await PlayBothAsync("caller-talks", "carrier-answers");
        await IsOmittedAsync(1);
    });

    [Fact]
    public async Task A_call_from_an_address_that_is_not_allowed_leaves_a_record_while_those_are_wanted()
    {
        await Calls.Api.AddAsync("phones", new { number = Burst.Number, mode = "address", allow = new[] { "192.0.2.1" } });
        Assert.Equal([403], await Burst.CallAsync(Calls.Live.At("udp"), Stranger, "8801"));
        var record = await Calls.RecordAsync("8801");
        AssertEnd(record, "address_not_allowed", "server", 403);
        Assert.StartsWith(Stranger, (string?)record["caller"]!["address"]);
        await WithAsync("SERVER_BILLING_RECORD_ILLEGAL_CALL", "Off", async () =>
        {
            await Burst.CallAsync(Calls.Live.At("udp"), Stranger, "8802");
            await IsOmittedAsync(1);
        });
    }

    [Fact]
    public async Task A_call_that_the_switch_refuses_leaves_a_record_while_those_are_wanted()
    {
        Assert.Equal([404], await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8803"));
        AssertEnd(await Calls.RecordAsync("8803"), "not_found", "server", 404);
        await WithAsync("SERVER_BILLING_RECORD_SERVER_HANG_UP", "Off", async () =>
        {
            await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8804");
            await IsOmittedAsync(1);
        });
    }

    [Fact]
    public async Task A_flood_of_unanswered_calls_is_summarised_and_no_call_goes_uncounted() => await WithAsync("SERVER_BILLING_RECORD_ZERO_HOLD_TIME_AUTO_RATE", "10", async () =>
    {
        const int flood = 400;
        var (written, summarised) = (await Calls.Api.MetricAsync("tandem_records_written_total"), await Calls.Api.MetricAsync("tandem_records_summarised_total"));
        for (var part = 0; part < 4; part++)
        {
            await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, Enumerable.Range(0, flood / 4).Select(i => $"99{part}{i:D4}"));
            // The next part finds the flood noticed: the switch looks once a second.
            await Eventually.Is(async () => await Calls.Api.MetricAsync("tandem_records_pending") == 0);
        }
        await Eventually.Is(async () =>
            await Calls.Api.MetricAsync("tandem_records_written_total") - written + await Calls.Api.MetricAsync("tandem_records_summarised_total") - summarised == flood);
        Assert.True(await Calls.Api.MetricAsync("tandem_records_summarised_total") - summarised >= flood / 4);

        var summaries = (await Calls.Api.GetAsync("records/summaries"))["items"]!.AsArray();
        Assert.Equal(await Calls.Api.MetricAsync("tandem_records_summarised_total"), summaries.Sum(summary => (int)summary!["calls"]!));
        Assert.All(summaries, summary => Assert.Equal((CallSwitch.Customer, "not_found"), ((string?)summary!["source"], (string?)summary["endReason"])));
        Assert.Contains((await Calls.Api.GetAsync("audit"))["items"]!.AsArray(), entry => (string?)entry!["action"] == "records summarise");
        // Answered calls keep their own.
        Assert.Equal("caller_hung_up", (string?)(await PlayAsync("caller-talks", "carrier-answers"))["endReason"]);

        await WithAsync("SERVER_BILLING_RECORD_ZERO_HOLD_TIME_AUTO", "Off", async () =>
        {
            await Eventually.Is(async () => await Calls.Api.MetricAsync("tandem_records_summarising") == 0);
            await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8805");
            await Calls.RecordAsync("8805");
        });
        Assert.Contains((await Calls.Api.GetAsync("audit"))["items"]!.AsArray(), entry => (string?)entry!["action"] == "records single");
    });

    [Fact]
    public async Task Records_are_not_queried_in_the_busy_hours_and_not_over_too_many_days()
    {
        await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8806");
        var number = (long)(await Calls.RecordAsync("8806"))["number"]!;
        // This hour and the next, should it begin meanwhile.
        var hours = string.Join(',', new[] { 0, 1 }.Select(ahead => DateTime.Now.AddHours(ahead).Hour.ToString(CultureInfo.InvariantCulture)));
        await WithAsync("SERVER_QUERY_CDR_DENY_TIME", hours, async () =>
        {
            var (code, output) = await LiveSwitch.CommandAsync("records", "--data", Calls.Live.Folder);
            Assert.NotEqual(0, code);
            Assert.Contains("SERVER_QUERY_CDR_DENY_TIME", output);
            foreach (var path in new[] { "records", "records/totals", "records/export" }) await Assert.ThrowsAsync<HttpRequestException>(() => Calls.Api.GetAsync(path));
            Assert.Equal(number, (long)(await Calls.Api.GetAsync($"records/{number}"))["number"]!);
        });
        await WithAsync("SERVER_QUERY_CDR_MAX_DAY_INTERVAL", "2", async () =>
        {
            var (code, output) = await LiveSwitch.CommandAsync("records", "--data", Calls.Live.Folder, "--from", DateTime.UtcNow.AddDays(-3).ToString("yyyy-MM-dd"));
            Assert.NotEqual(0, code);
            Assert.Contains("2 days at most (SERVER_QUERY_CDR_MAX_DAY_INTERVAL)", output);
        });
    }

    [Fact]
    public async Task Records_stand_in_text_files_too() => await WithAsync("SS_CDR_RECORD_TO_FILE", "On", async () =>
    {
        var folder = Path.Combine(Calls.Live.Folder, "cdr");
        var record = new JsonObject();
        // Files begin with the calls from then on; the switch looks once a second whether there are to be any.
        await Eventually.Is(async () =>
        {
            record = (await PlayAsync("caller-talks", "carrier-answers")).AsObject();
            return Directory.Exists(folder) && Directory.GetFiles(folder).Length > 0;
        }, TimeSpan.FromSeconds(60));
        await Eventually.Is(() => Lines(folder).Any(line => line.Contains((string)record["id"]!, StringComparison.Ordinal)));
        var fields = Lines(folder).Last(line => line.Contains((string)record["id"]!, StringComparison.Ordinal)).Split('|');
        Assert.Equal(((string?)record["callee"]!["number"], "1", "customer"), (fields[1], fields[5], fields[7]));
    });

    [Fact]
    public async Task Records_are_pushed_until_the_server_takes_them_across_the_end_of_the_switch()
    {
        using var receiver = new RecordReceiver(FreePort.On("127.0.0.1"));
        await WithAsync("SERVER_CDR_REAL_TIME_REPORT_SERVER", receiver.Address, async () =>
        {
            await Eventually.Is(async () =>
            {
                await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8807");
                return receiver.Refused > 0;
            }, TimeSpan.FromSeconds(60));
            await Calls.Live.KillAsync();
            await Calls.Live.StartAgainAsync();
            await Burst.CallAsync(Calls.Live.At("udp"), CallSwitch.Customer, "8808");
            receiver.Take();
            var last = await Calls.RecordAsync("8808");
            await Eventually.Is(() => receiver.Taken.Any(taken => taken.Id == (string)last["id"]!), TimeSpan.FromSeconds(60));
            var first = receiver.Taken[0].Number;
            Assert.True(first < (long)last["number"]!);
            Assert.Equal(Enumerable.Range(0, (int)((long)last["number"]! - first) + 1).Select(i => first + i), receiver.Taken.Select(taken => taken.Number).Distinct());
            Assert.Equal(receiver.Taken.Distinct().Count(), receiver.Taken.Select(taken => taken.Id).Distinct().Count());
        });
    }

    private static IEnumerable<string> Lines(string folder) => Directory.GetFiles(folder).SelectMany(File.ReadAllLines);

    // A parameter for the time of a test, whatever becomes of that.
    private async Task WithAsync(string parameter, string value, Func<Task> test)
    {
        _omitted = await Calls.Api.MetricAsync("tandem_records_omitted_total");
        await Calls.Api.SetAsync(parameter, value);
        try
        {
            await test();
        }
        finally
        {
            await Calls.Api.DeleteAsync($"parameters/{parameter}");
        }
    }

    private double _omitted;

    private Task IsOmittedAsync(int calls) => Eventually.Is(async () => await Calls.Api.MetricAsync("tandem_records_omitted_total") == _omitted + calls);
}

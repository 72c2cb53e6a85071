using System.Text.RegularExpressions;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>SIPp as a phone of the switch, which shows credentials, calls by a carrier and transfers.</summary>
public partial class SippPhoneTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    private const string At = "127.0.0.4";

    [Theory]
    [InlineData("401")]
    [InlineData("407")]
    public async Task A_phone_calls_with_its_credentials(string challenge)
    {
        var phone = $"1{challenge}";
        await Calls.Api.AddPhoneAsync(phone);
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", challenge);
        var prefix = Calls.NewPrefix();
        await using var carrier = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix));
        await using var caller = Phone("phone-talks", phone, prefix + Number, ("challenge", challenge));
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal(phone, (string?)record["caller"]!["name"]);
        await Calls.IsIdleAsync();
    }

    [Theory]
    [InlineData("302 Moved Temporarily\n      Contact: <sip:@callee@@127.0.0.1>", "")]
    [InlineData("486 Busy Here", "forwardBusy")]
    [InlineData("480 Temporarily Unavailable", "forwardNoAnswer")]
    public async Task A_called_phone_that_does_not_take_the_call_has_it_go_elsewhere(string answer, string forward)
    {
        var number = $"16{Calls.NewPrefix()}";
        var prefix = Calls.NewPrefix();
        var port = await RegisterAsync(number);
        if (forward.Length > 0) await Calls.Api.ChangeAsync($"phones/{number}", new Dictionary<string, object> { [forward] = prefix + Number });
        await using var phone = SippSide.Carrier("carrier-refuses", At, port, ("answer", answer.Replace("@callee@", prefix + Number)));
        await using var carrier = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix));
        await using var caller = SippSide.Caller("caller-is-forwarded", Calls.Live.At("udp"), CallSwitch.Customer, ("caller", "2025550"), ("callee", number));
        await caller.EndsWellAsync();
        await Task.WhenAll(phone.EndsWellAsync(), carrier.EndsWellAsync());

        Assert.Contains($"Diversion: <sip:{number}@", carrier.Messages);
        var record = await Calls.RecordAsync(number);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal(prefix + Number, (string?)record["callee"]!["sent"]);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_called_phone_rings_and_answers()
    {
        var number = $"17{Calls.NewPrefix()}";
        var port = await RegisterAsync(number);
        await using var phone = SippSide.Carrier("carrier-answers", At, port);
        await using var caller = SippSide.Caller("caller-talks", Calls.Live.At("udp"), CallSwitch.Customer, ("caller", "2025550"), ("callee", number));
        await caller.EndsWellAsync();
        await phone.EndsWellAsync();
        Assert.StartsWith($"INVITE sip:{number}@{At}:{port} SIP/2.0", phone.Requests.First(), StringComparison.Ordinal);
        AssertEnd(await Calls.RecordAsync(number), "caller_hung_up", "caller", 200);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_phone_transfers_its_party_blindly()
    {
        await Calls.Api.AddPhoneAsync("1500");
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", "401");
        var (here, there) = (Calls.NewPrefix(), Calls.NewPrefix());
        await using var party = SippSide.Carrier("carrier-is-reconnected", CallSwitch.Carrier, await Calls.AddCarrierAsync(here));
        await using var target = SippSide.Carrier("carrier-hangs-up", CallSwitch.Carrier, await Calls.AddCarrierAsync(there), ("talk", "700"));
        await using var phone = Phone("phone-transfers", "1500", here + Number, ("target", $"<sip:{there}{Number}@127.0.0.1>"));
        await phone.EndsWellAsync();
        await Task.WhenAll(party.EndsWellAsync(), target.EndsWellAsync());

        AssertEnd(await Calls.RecordAsync(here + Number), "transferred", "server", 200);
        var record = await Calls.RecordAsync(there + Number);
        AssertEnd(record, "callee_hung_up", "callee", 200);
        Assert.Equal(here + Number, (string?)record["caller"]!["number"]);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_transfer_to_somebody_busy_is_told_and_the_call_goes_on()
    {
        await Calls.Api.AddPhoneAsync("1501");
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", "401");
        var (here, there) = (Calls.NewPrefix(), Calls.NewPrefix());
        await using var party = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(here));
        await using var target = SippSide.Carrier("carrier-refuses", CallSwitch.Carrier, await Calls.AddCarrierAsync(there), ("answer", "486 Busy Here"));
        await using var phone = Phone("phone-fails-to-transfer", "1501", here + Number, ("target", $"<sip:{there}{Number}@127.0.0.1>"), ("status", "486"));
        await phone.EndsWellAsync();
        await Task.WhenAll(party.EndsWellAsync(), target.EndsWellAsync());

        AssertEnd(await Calls.RecordAsync(here + Number), "caller_hung_up", "caller", 200);
        AssertEnd(await Calls.RecordAsync(there + Number), "busy", "callee", 486);
        await Calls.IsIdleAsync();
    }

    [Theory]
    [InlineData("udp", "1502")]
    // Each connection is of the next shard, so the two calls are of different ones.
    [InlineData("tcp", "1503")]
    public async Task A_phone_transfers_its_party_after_it_has_asked(string transport, string number)
    {
        await Calls.Api.AddPhoneAsync(number);
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", "401");
        var (here, there) = (Calls.NewPrefix(), Calls.NewPrefix());
        await using var asked = SippSide.Carrier("carrier-is-joined", CallSwitch.Carrier, await Calls.AddCarrierAsync(there), ("talk", "700"));
        await using var party = SippSide.Carrier("carrier-is-reconnected", CallSwitch.Carrier, await Calls.AddCarrierAsync(here));
        string[] rows = [$"{there}{Number};ask", $"{here}{Number};refer"];
        (string, string)[] values = [("caller", number), ("password", $"secret-{number}"), ("target", there + Number)];
        await using var phone = transport == "tcp"
            ? SippSide.CallerOverConnections("phone-attends", Calls.Live.At("tcp"), At, rows, values)
            : SippSide.Caller("phone-attends", Calls.Live.At("udp"), At, rows, values);
        await phone.EndsWellAsync();
        await Task.WhenAll(party.EndsWellAsync(), asked.EndsWellAsync());
        // The switch's tags begin with the number of the shard.
        if (transport == "tcp") Assert.Equal(Math.Min(2, Environment.ProcessorCount), SwitchTag().Matches(phone.Messages).Select(m => m.Groups[1].Value).Distinct().Count());

        AssertEnd(await Calls.RecordAsync(here + Number), "transferred", "server", 200);
        AssertEnd(await Calls.RecordAsync(there + Number), "callee_hung_up", "callee", 200);
        await Calls.IsIdleAsync();
    }

    [GeneratedRegex(";tag=tm(..)")]
    private static partial Regex SwitchTag();

    // A phone that is known by its address; returns the port where it is called.
    private async Task<int> RegisterAsync(string number)
    {
        await Calls.Api.AddAsync("phones", new { number, mode = "address", allow = new[] { At } });
        var port = FreePort.On(At);
        await using var registering = SippSide.Asks("phone-registers", Calls.Live.At("udp"), At, port, ("caller", number));
        await registering.EndsWellAsync();
        return port;
    }

    private SippSide Phone(string scenario, string number, string callee, params (string, string)[] values) =>
        SippSide.Caller(scenario, Calls.Live.At("udp"), At, [("caller", number), ("callee", callee), ("password", $"secret-{number}"), .. values]);
}

using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>
/// SIPp as a customer's gateway and as the carrier: the flows of RFC 3665 §3 that concern a back-to-back user agent, and what
/// belongs to every answered or refused call. SIPp checks the messages; the test looks at the record and at what is left.
/// </summary>
public class SippCallTests(CallSwitch calls) : SippCalls(calls), IClassFixture<CallSwitch>
{
    [Fact]
    public async Task A_call_is_answered_and_the_caller_hangs_up()
    {
        var record = await PlayAsync("caller-talks", "carrier-answers");
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.InRange((double)record["holdSeconds"]!, 0.3, 5);
        Assert.True((DateTimeOffset)record["alertedAt"]! <= (DateTimeOffset)record["answeredAt"]!);
        Assert.Equal("customer", (string?)record["caller"]!["name"]);
        Assert.Equal("PCMA", (string?)record["callee"]!["codec"]);
        Assert.Equal(1, (int)record["attempts"]!);
    }

    [Fact]
    public async Task A_call_is_answered_and_the_callee_hangs_up()
    {
        var record = await PlayAsync("caller-is-hung-up", "carrier-hangs-up");
        AssertEnd(record, "callee_hung_up", "callee", 200);
        Assert.InRange((double)record["holdSeconds"]!, 0.3, 5);
    }

    [Fact]
    public async Task Early_media_reaches_the_caller_before_the_answer() =>
        AssertEnd(await PlayAsync("caller-hears-early-media", "carrier-early-media"), "caller_hung_up", "caller", 200);

    [Fact]
    public async Task A_caller_gives_up_and_the_carrier_is_cancelled() =>
        AssertEnd(await PlayAsync("caller-gives-up", "carrier-rings-on"), "caller_cancelled", "caller", 487);

    [Theory]
    [InlineData("486 Busy Here", "486", "busy")]
    [InlineData("600 Busy Everywhere", "600", "busy")]
    [InlineData("480 Temporarily Unavailable", "480", "no_answer")]
    [InlineData("603 Decline", "603", "declined")]
    [InlineData("404 Not Found", "404", "refused")]
    [InlineData("488 Not Acceptable Here", "488", "codec_mismatch")]
    [InlineData("500 Server Internal Error", "500", "refused")]
    [InlineData("302 Moved Temporarily", "480", "refused")]
    public async Task A_refusal_reaches_the_caller(string answer, string status, string reason)
    {
        var record = await PlayAsync("caller-is-refused", "carrier-refuses", caller: [("status", status)], carrier: [("answer", answer)]);
        AssertEnd(record, reason, "callee", int.Parse(status));
        Assert.Equal(0, (double)record["holdSeconds"]!);
        Assert.Null((string?)record["answeredAt"]);
    }

    [Fact]
    public async Task Nobody_answers_until_the_ringing_time_is_over()
    {
        var record = await PlayAsync("caller-is-refused", "carrier-rings-on", caller: [("status", "480")], gateway: [("timeoutRinging", 1)]);
        AssertEnd(record, "ringing_timeout", "server", 480);
    }

    [Fact]
    public async Task A_carrier_that_does_not_answer_at_all_is_given_up()
    {
        var prefix = Calls.NewPrefix();
        await Calls.AddCarrierAsync(prefix, 1, ("timeoutInvite", 1));
        await using var caller = Caller("caller-is-refused", prefix, [("status", "408")]);
        await caller.EndsWellAsync();
        AssertEnd(await Calls.RecordAsync(prefix + Number), "invite_timeout", "server", 408);
        await Calls.IsIdleAsync();
    }

    [Fact]
    public async Task A_late_offer_is_answered_in_the_acknowledgement() =>
        AssertEnd(await PlayAsync("caller-offers-late", "carrier-is-offered-late"), "caller_hung_up", "caller", 200);

    [Fact]
    public async Task Reliable_provisional_answers_are_acknowledged_on_both_sides() =>
        AssertEnd(await PlayAsync("caller-reliable", "carrier-reliable"), "caller_hung_up", "caller", 200);

    [Theory]
    [InlineData("407", "password")]
    [InlineData("401", "both")]
    public async Task A_customers_gateway_calls_with_its_credentials(string challenge, string mode)
    {
        const string address = "127.0.0.6";
        await Calls.Api.SetAsync("SS_SIP_AUTHENTICATION_CODE", challenge);
        await Calls.Api.AddAsync("mapping-gateways", new { name = mode, password = "customers-secret", mode, allow = mode == "both" ? new[] { address } : [] });
        var prefix = Calls.NewPrefix();
        await using var carrier = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, await Calls.AddCarrierAsync(prefix));
        await using var caller = SippSide.Caller("phone-talks", Calls.Live.At("udp"), address, ("caller", mode), ("callee", prefix + Number),
            ("password", "customers-secret"), ("challenge", challenge));
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();
        var record = await Calls.RecordAsync(prefix + Number);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal(("mappingGateway", mode), ((string?)record["caller"]!["kind"], (string?)record["caller"]!["name"]));
    }

    [Fact]
    public async Task A_carrier_that_wants_credentials_gets_them() =>
        AssertEnd(await PlayAsync("caller-talks", "carrier-challenges", carrier: [("user", "tandem"), ("password", "carriers-secret")],
            gateway: [("authenticationUser", "tandem"), ("password", "carriers-secret")]), "caller_hung_up", "caller", 200);

    [Theory]
    [InlineData("on", "127.0.0.1")]
    [InlineData("off", "127.0.0.8")]
    public async Task A_caller_whose_media_moves_is_followed(string media, string carrierSees)
    {
        var record = await PlayAsync("caller-moves", "carrier-is-moved", carrier: [("sees", carrierSees)], gateway: [("media", media)]);
        AssertEnd(record, "caller_hung_up", "caller", 200);
        Assert.Equal("127.0.0.8:6200", (string?)record["caller"]!["mediaAddress"]);
        Assert.Equal(media == "on", (bool)record["relayed"]!);
    }

    [Fact]
    public async Task Numbers_are_kept_as_received_as_billed_and_as_sent()
    {
        await Calls.Api.ChangeAsync("mapping-gateways/customer", new { calleeRules = "0777:777" });
        var port = await Calls.AddCarrierAsync("777", 1, ("calleeRules", "777:888"), ("callerRules", ":49"));
        await using var carrier = SippSide.Carrier("carrier-answers", CallSwitch.Carrier, port);
        await using var caller = Caller("caller-talks", "0777");
        await caller.EndsWellAsync();
        await carrier.EndsWellAsync();
        Assert.Contains($"INVITE sip:888{Number}@", carrier.Messages);
        Assert.Contains("From: <sip:492025550@", carrier.Messages);

        var record = await Calls.RecordAsync("777" + Number);
        Assert.Equal($"0777{Number}", (string?)record["callee"]!["received"]);
        Assert.Equal($"777{Number}", (string?)record["callee"]!["number"]);
        Assert.Equal($"888{Number}", (string?)record["callee"]!["sent"]);
        Assert.Equal("492025550", (string?)record["caller"]!["sent"]);
    }
}

using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Audio;
using Tandem.Interop.Tests.Programs;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Calls;

/// <summary>Two baresip phones talk through the relay: what one says as a tone the other hears.</summary>
public sealed class BaresipCallTests(CallSwitch calls) : IClassFixture<CallSwitch>
{
    private const double Low = 440;
    private const double High = 1000;

    [Fact]
    public async Task Each_hears_the_others_tone_and_digits()
    {
        await AddPhonesAsync("1000", "1001");
        await using var caller = new TalkingBaresip("1000", calls.Live, Low);
        await using var callee = new TalkingBaresip("1001", calls.Live, High);
        await ConnectAsync(caller, callee, "1001");
        foreach (var digit in "12#")
        {
            await caller.DoAsync("sndcode", $"{digit}");
            await callee.SaysAsync($"received event: '{digit}' (end=1)");
        }
        await TalkAsync(packets: 150);
        await caller.DoAsync("hangup");

        var record = await calls.RecordAsync("1001");
        Assert.Equal("caller_hung_up", (string?)record["endReason"]);
        Assert.True((bool)record["relayed"]!);
        foreach (var side in new[] { "caller", "callee" })
        {
            var media = record[side]!["media"]!;
            Assert.False((bool)media["silent"]!);
            Assert.Equal(0, (long)media["lost"]!);
            // Not even the first packets, which come as early as the answer.
            Assert.Equal(0, (long)media["refused"]!);
            Assert.True((double)media["mos"]! > 4, $"MOS {media["mos"]}");
        }
        AssertHears(callee, Low, High);
        AssertHears(caller, High, Low);
        await calls.IsIdleAsync();
    }

    [Theory]
    [InlineData("1010", "1011", "srtp.so", ";mediaenc=srtp-mand", "RTP/SAVP", "a=crypto:")]
    [InlineData("1012", "1013", "dtls_srtp.so", ";mediaenc=dtls_srtp", "UDP/TLS/RTP/SAVPF", "a=fingerprint:")]
    public async Task Phones_that_encrypt_hear_each_other_through_the_relay(string calling, string called, string module, string account,
        string protocol, string offers)
    {
        await AddPhonesAsync(calling, called);
        await using var caller = new TalkingBaresip(calling, calls.Live, Low, $"module {module}", account);
        await using var callee = new TalkingBaresip(called, calls.Live, High, $"module {module}", account);
        await ConnectAsync(caller, callee, called);
        var id = (string?)(await calls.Api.GetAsync("calls"))["items"]![0]!["id"];
        await TalkAsync(packets: 150);
        await caller.DoAsync("hangup");

        var record = await calls.RecordAsync(called);
        Assert.True((bool)record["relayed"]!);
        Assert.Equal(0, (long)record["caller"]!["media"]!["refused"]!);
        var said = (await calls.Api.GetAsync($"calls/{id}/trace")).ToJsonString();
        Assert.Contains($" {protocol} ", said);
        Assert.Contains(offers, said);
        AssertHears(callee, Low, High);
        AssertHears(caller, High, Low);
        await calls.IsIdleAsync();
    }

    [Theory]
    [InlineData("tls", "udp", "1020", "1021")]
    [InlineData("udp", "tls", "1022", "1023")]
    [InlineData("tcp", "tls", "1024", "1025")]
    public async Task Phones_over_connections_are_called_and_hung_up_over_them(string callersTransport, string calleesTransport, string calling, string called)
    {
        await AddPhonesAsync(calling, called);
        await using var caller = new TalkingBaresip(calling, calls.Live, Low, transport: callersTransport);
        await using var callee = new TalkingBaresip(called, calls.Live, High, transport: calleesTransport);
        await ConnectAsync(caller, callee, called);
        Assert.Equal(new[] { callersTransport, calleesTransport }.Count(transport => transport != "udp"), await calls.Api.MetricAsync("tandem_connections"));
        await callee.DoAsync("hangup");
        await caller.SaysAsync("session closed");

        var record = await calls.RecordAsync(called);
        Assert.Equal("callee_hung_up", (string?)record["endReason"]);
        await calls.IsIdleAsync();
    }

    [Fact]
    public async Task Who_sprays_the_media_ports_is_neither_heard_nor_sent_anything()
    {
        await AddPhonesAsync("1002", "1003");
        await using var caller = new TalkingBaresip("1002", calls.Live, Low);
        await using var callee = new TalkingBaresip("1003", calls.Live, High);
        var refused = await calls.Api.MetricAsync("tandem_media_refused_total");
        // From before the first packet of the parties on, when a source could still be latched.
        await using var attacker = new RtpSpray("127.0.0.9", calls.MediaPorts);
        await ConnectAsync(caller, callee, "1003");
        await TalkAsync(packets: 150);
        await caller.DoAsync("hangup");

        var record = await calls.RecordAsync("1003");
        // Both RTP ports of the call are hit once in 20 ms, and so are those for RTCP.
        Assert.True((long)record["caller"]!["media"]!["refused"]! >= 100, record.ToJsonString());
        Assert.True((long)record["callee"]!["media"]!["refused"]! >= 100, record.ToJsonString());
        Assert.True(await calls.Api.MetricAsync("tandem_media_refused_total") >= refused + 200);
        Assert.Equal(0, attacker.Caught);
        AssertHears(callee, Low, High);
        AssertHears(caller, High, Low);
        await calls.IsIdleAsync();
    }

    private async Task AddPhonesAsync(params string[] numbers)
    {
        foreach (var number in numbers) await calls.Api.AddPhoneAsync(number);
    }

    private static async Task ConnectAsync(TalkingBaresip caller, TalkingBaresip callee, string number)
    {
        await callee.SaysAsync("200 OK");
        await caller.SaysAsync("200 OK");
        await caller.DoAsync("dial", number);
        await caller.SaysAsync("Call established");
        await callee.SaysAsync("Call established");
    }

    // Until so many packets have come from both sides of the one call.
    private Task TalkAsync(int packets) => Eventually.Is(async () =>
        (await calls.Api.GetAsync("calls"))["items"]!.AsArray() is [{ } call]
        && Packets(call["caller"]!) >= packets && Packets(call["callee"]!) >= packets, TimeSpan.FromSeconds(60));

    private static long Packets(JsonNode party) => (long?)party["media"]?["packets"] ?? 0;

    private static void AssertHears(TalkingBaresip phone, double tone, double other)
    {
        var heard = phone.Heard;
        Assert.True(heard.Length > 8000, $"{heard.Length} samples");
        // The second half-second: nothing of the beginning, and well before the end.
        var middle = heard.AsSpan(4000, 4000);
        Assert.InRange(Tone.LoudnessOf(tone, middle), 0.9, 1.1);
        Assert.InRange(Tone.LoudnessOf(other, middle), 0, 0.02);
        // An attacker's noise, or anything else, would be loud somewhere besides the tone.
        Assert.InRange(Power(middle), 0.8, 1.2);
    }

    // The whole power, with 1 for a tone as it was said.
    private static double Power(ReadOnlySpan<short> samples)
    {
        double sum = 0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return sum / samples.Length / (8000d * 8000 / 2);
    }
}

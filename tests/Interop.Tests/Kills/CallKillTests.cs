using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Kills;

/// <summary>
/// <c>kill -9</c> of the whole switch while it carries calls, at random moments of set-up, talk and end. What the two ends of each
/// call have seen is compared with its record. TANDEM_KILLS is how often, 100 unless it is set.
/// </summary>
public sealed class CallKillTests : IAsyncLifetime
{
    private const int Callers = 4;
    private const int LongestRound = 1000;
    private const int MediaPorts = 2800;

    private static readonly TimeSpan BeyondCheckpoint = TimeSpan.FromSeconds(12.5);
    // The switch notes every ten seconds that a call goes on; it may be busy, and so may this machine.
    private static readonly TimeSpan CheckpointAge = TimeSpan.FromSeconds(12);
    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("TANDEM_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : 100;

    private readonly CallSwitch _switch = new(MediaPorts);
    private readonly ConcurrentDictionary<string, LoadCall> _calls = new();
    private readonly Random _random = new(1);
    private CarrierSide? _carrier;
    private string _prefix = "";
    private DateTimeOffset _killedAt = DateTimeOffset.UtcNow;
    private long _lastNumber;
    private int _up;
    private int _cutOff;
    private int _refused;

    public async ValueTask InitializeAsync()
    {
        await _switch.InitializeAsync();
        _prefix = _switch.NewPrefix();
        _carrier = new CarrierSide(_switch.Live.At("udp"), await _switch.AddCarrierAsync(_prefix), _calls, new Random(_random.Next()));
        _carrier.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _carrier?.Dispose();
        await _switch.DisposeAsync();
    }

    [Fact]
    public async Task Each_call_that_a_peer_was_told_of_has_one_record_that_is_true_after_every_kill()
    {
        for (var kill = 1; kill < Kills; kill++) await RunAndKillAsync(TimeSpan.FromMilliseconds(_random.Next(LongestRound)));
        var cutOff = await RunAndKillAsync(BeyondCheckpoint);
        Assert.Contains(cutOff, record => (double)record["holdSeconds"]! >= 10);

        TestContext.Current.SendDiagnosticMessage($"{Kills} kills: {_up} calls answered, {_cutOff} of them cut off, {_refused} refused or cancelled.");
        Assert.True(_up > 5 * Kills && _cutOff > Kills && _refused > Kills, $"{_up} calls answered, {_cutOff} of them cut off, {_refused} refused: too few.");
    }

    // Returns the records of the calls that were up.
    private async Task<IReadOnlyList<JsonNode>> RunAndKillAsync(TimeSpan after)
    {
        var from = _killedAt;
        CallingSide[] callers = [.. Enumerable.Range(0, Callers).Select(_ => new CallingSide(_switch.Live.At("udp"), _prefix, _calls, new Random(_random.Next())))];
        try
        {
            foreach (var caller in callers) caller.Start();
            // The moment of the kill is what this test varies.
            await Task.Delay(after);
            await _switch.Live.KillAsync();
            _killedAt = DateTimeOffset.UtcNow;
            foreach (var side in callers) side.Settle();
            _carrier!.Settle();
        }
        finally
        {
            foreach (var caller in callers) caller.Dispose();
        }
        await _switch.Live.StartAgainAsync();
        var records = await RecordsAsync(from);
        var cutOff = _calls.Values.Where(call => Check(call, records[call.CallId].ToList())).SelectMany(call => records[call.CallId]).ToList();
        _calls.Clear();
        return cutOff;
    }

    // By the caller's Call-ID, those of calls that began since then: all of them are new, and numbered on without a gap.
    private async Task<ILookup<string, JsonNode>> RecordsAsync(DateTimeOffset from)
    {
        var page = await _switch.Api.GetAsync($"records?limit=10000&from={from.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        Assert.Null(page["next"]);
        var records = page["items"]!.AsArray().Select(record => record!).ToList();
        var numbers = records.Select(record => (long)record["number"]!).Order().ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(n => _lastNumber + n), numbers);
        _lastNumber += numbers.Count;
        return records.ToLookup(record => (string)record["caller"]!["callId"]!);
    }

    // True for a call that the kill cut off.
    private bool Check(LoadCall call, IReadOnlyList<JsonNode> records)
    {
        Assert.True(records.Count <= 1, $"{records.Count} records of {call}");
        Assert.True(records.Count == 1 || !(call.IsUp || call.IsRefusalSeen), $"There is no record of {call}");
        if (records is not [var record]) return false;
        var answered = (DateTimeOffset?)record["answeredAt"];
        var reason = (string)record["endReason"]!;
        var what = $"{call}\n{record.ToJsonString()}";
        Assert.Equal(call.Number, (string?)record["callee"]!["received"]);
        if (answered is null)
        {
            Assert.False(call.IsUp, what);
            _refused++;
            return false;
        }
        Assert.True(call.IsAnswerSent && !call.IsRefusalSeen, what);
        _up++;
        if (call.IsEndSeen) Assert.True(reason == (call.Plan == LoadPlan.CalleeHangsUp ? "callee_hung_up" : "caller_hung_up"), what);
        if (call.IsByeSent) return false;
        Assert.True(reason == "switch_crashed", what);
        Assert.InRange((DateTimeOffset)record["endedAt"]!, answered.Value, _killedAt);
        Assert.True((DateTimeOffset)record["endedAt"]! > _killedAt - CheckpointAge, what);
        _cutOff++;
        return true;
    }
}

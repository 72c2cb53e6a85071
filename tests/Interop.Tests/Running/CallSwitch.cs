using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Testing.Network;

namespace Tandem.Interop.Tests.Running;

/// <summary>
/// A running switch with a customer's gateway, which calls from 127.0.0.2, and carriers at 127.0.0.3, which each test adds for a
/// prefix of its own. All media passes the relay, so that neither side hears of the other's address.
/// </summary>
public sealed class CallSwitch : IAsyncLifetime
{
    /// <summary>Where the customer's gateway calls from.</summary>
    public const string Customer = "127.0.0.2";

    /// <summary>Where the carriers are.</summary>
    public const string Carrier = "127.0.0.3";

    private const int UsualMediaPorts = 200;

    private readonly int _mediaPorts;
    private readonly int _firstMediaPort;
    private int _prefixes = 700;

    /// <summary>A switch with media ports for some calls.</summary>
    public CallSwitch() : this(UsualMediaPorts)
    {
    }

    /// <summary>A switch with so many media ports, four for each call; a port rests for ten seconds before it is lent again.</summary>
    internal CallSwitch(int mediaPorts) => (_mediaPorts, _firstMediaPort) = (mediaPorts, TestPorts.Take(mediaPorts));

    /// <summary>The switch.</summary>
    public LiveSwitch Live { get; } = new();

    /// <summary>Where it listens.</summary>
    public IReadOnlyList<string> Listeners { get; init; } = ["udp:127.0.0.1:0", "tcp:127.0.0.1:0", "tls:127.0.0.1:0"];

    /// <summary>The ports of its relay.</summary>
    public IEnumerable<int> MediaPorts => Enumerable.Range(_firstMediaPort, _mediaPorts);

    /// <summary>Its HTTP API.</summary>
    public SwitchApi Api => Live.Api;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await Live.StartAsync(Listeners);
        await Api.SetAsync("SS_MEDIA_PROXY_MODE", "On");
        await Api.SetAsync("SS_MEDIA_PROXY_PORT_RANGE", $"{_firstMediaPort}-{_firstMediaPort + _mediaPorts - 1}");
        await Api.AddAsync("mapping-gateways", new { name = "customer", mode = "address", allow = new[] { Customer } });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Live.DisposeAsync();

    /// <summary>A prefix that no other test of this switch uses.</summary>
    public string NewPrefix() => Interlocked.Increment(ref _prefixes).ToString(CultureInfo.InvariantCulture);

    /// <summary>Adds a carrier's gateway for a prefix; returns the port at 127.0.0.3 where its calls arrive.</summary>
    /// <param name="prefix">The prefix; also the beginning of the gateway's name.</param>
    /// <param name="priority">Its place among the gateways of that prefix.</param>
    /// <param name="fields">Further fields, such as ("timeoutInvite", 1).</param>
    public async Task<int> AddCarrierAsync(string prefix, int priority = 1, params IEnumerable<(string Name, JsonNode Value)> fields)
    {
        var port = FreePort.On(Carrier);
        var gateway = new JsonObject
        {
            ["name"] = NameOf(prefix, priority), ["addresses"] = new JsonArray($"{Carrier}:{port}"), ["prefixes"] = new JsonArray(prefix), ["priority"] = priority,
        };
        foreach (var (name, value) in fields) gateway[name] = value;
        await Api.AddAsync("routing-gateways", gateway);
        return port;
    }

    /// <summary>The name of the gateway that was added for a prefix with a priority.</summary>
    public static string NameOf(string prefix, int priority = 1) => $"carrier-{prefix}-{priority}";

    /// <summary>The one record of calls to a number, whole, as soon as it is there.</summary>
    public async Task<JsonNode> RecordAsync(string callee) => Assert.Single(await RecordsAsync(callee, 1));

    /// <summary>The records of calls to a number, whole, in the order of their numbers, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<JsonNode>> RecordsAsync(string callee, int count)
    {
        JsonArray found = [];
        await Eventually.Is(async () => (found = (await Api.GetAsync($"records?callee={callee}"))["items"]!.AsArray()).Count >= count, TimeSpan.FromSeconds(60),
            evidence: () => $"{found.ToJsonString()}\n{Live.Output}");
        var whole = new List<JsonNode>();
        foreach (var number in found.Select(record => (long)record!["number"]!).Order()) whole.Add(await Api.GetAsync($"records/{number}"));
        return whole;
    }

    /// <summary>Returns when no call is up and every media port has come back.</summary>
    public Task IsIdleAsync() => Eventually.Is(async () =>
        await Api.MetricAsync("tandem_media_ports_lent") == 0 && await Api.MetricAsync("tandem_calls") == 0
        && await Api.MetricAsync("tandem_call_legs") == 0, TimeSpan.FromSeconds(60));
}

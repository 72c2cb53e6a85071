using System.Net;
using System.Text.RegularExpressions;
using Tandem.Interop.Tests.Running;

namespace Tandem.Interop.Tests.Programs;

/// <summary>
/// SIPp playing one side of a call by a scenario of the folder Sipp. What stands between @ in a scenario is the test's to fill
/// in. It checks every message itself: it ends with 0 only when the call went as the scenario says.
/// </summary>
public sealed partial class SippSide : IAsyncDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(45);

    // A connection for each call.
    private const string ConnectionEach = "tcp each";

    private readonly TemporaryFolder _folder = new();
    private readonly string _scenario;
    private readonly ExternalProgram _program;

    private SippSide(string scenario, string transport, string address, int port, string? peer, string[] rows, IEnumerable<(string Name, string Value)> values)
    {
        _scenario = scenario;
        var filled = values.Aggregate(Scenario(scenario), (text, value) => text.Replace($"@{value.Name}@", value.Value, StringComparison.Ordinal));
        Assert.False(Blank().IsMatch(filled), $"{scenario}: {Blank().Match(filled)} is not filled in");
        string[] arguments =
        [
            "-sf", _folder.Write("scenario.xml", filled), "-i", address, "-p", $"{port}", "-t", ModeOf(transport), "-m", $"{Math.Max(rows.Length, 1)}", "-r", "1",
            "-timeout", "40s", "-timeout_error", "-nostdin", "-max_socket", "100", "-trace_err", "-error_file", _folder.In("errors"),
            "-trace_msg", "-message_file", _folder.In("messages"),
            .. rows.Length == 0 ? [] : new[] { "-inf", _folder.Write("rows.csv", "SEQUENTIAL\n" + string.Join('\n', rows) + "\n") },
            .. peer is null ? [] : new[] { peer },
        ];
        _program = ExternalProgram.Start("sipp", "sip-tester", arguments, _folder.Path);
    }

    /// <summary>Calls a switch or proxy. The address is the one by which the switch knows the caller.</summary>
    public static SippSide Caller(string scenario, IPEndPoint at, string address, params IEnumerable<(string Name, string Value)> values) =>
        Caller(scenario, "udp", at, address, values);

    /// <summary>Calls over udp, or over one connection for the whole call: tcp.</summary>
    public static SippSide Caller(string scenario, string transport, IPEndPoint at, string address, params IEnumerable<(string Name, string Value)> values) =>
        new(scenario, transport, address, FreePort.On(address), $"{at}", [], [.. values, ("talk", "300"), ("status", ""), ("challenge", "401")]);

    /// <summary>Makes a call a second from one port, each with the fields of its row (field0;field1).</summary>
    public static SippSide Caller(string scenario, IPEndPoint at, string address, string[] rows, params IEnumerable<(string Name, string Value)> values) =>
        new(scenario, "udp", address, FreePort.On(address), $"{at}", rows, [.. values, ("challenge", "401")]);

    /// <summary>Makes a call a second, each over a TCP connection of its own, with the fields of its row.</summary>
    public static SippSide CallerOverConnections(string scenario, IPEndPoint at, string address, string[] rows, params IEnumerable<(string Name, string Value)> values) =>
        new(scenario, ConnectionEach, address, FreePort.On(address), $"{at}", rows, [.. values, ("challenge", "401")]);

    /// <summary>Asks the switch for something from a port where another scenario goes on afterwards.</summary>
    public static SippSide Asks(string scenario, IPEndPoint at, string address, int port, params IEnumerable<(string Name, string Value)> values) =>
        new(scenario, "udp", address, port, $"{at}", [], values);

    /// <summary>Waits for a call.</summary>
    public static SippSide Carrier(string scenario, string address, int port, params IEnumerable<(string Name, string Value)> values) =>
        Carrier(scenario, "udp", address, port, values);

    /// <summary>Waits for a call over udp or tcp.</summary>
    public static SippSide Carrier(string scenario, string transport, string address, int port, params IEnumerable<(string Name, string Value)> values) =>
        new(scenario, transport, address, port, null, [], [.. values, ("talk", "300"), ("ring", "100")]);

    /// <summary>Everything that it has sent and received so far.</summary>
    public string Messages => ReadIfThere("messages");

    /// <summary>The messages that it has received so far.</summary>
    public IEnumerable<string> Received => Message().Matches(Messages).Select(match => match.Groups[1].Value);

    /// <summary>The requests that it has received so far.</summary>
    public IEnumerable<string> Requests => Received.Where(message => !message.StartsWith("SIP/2.0", StringComparison.Ordinal));

    /// <summary>Waits until it has played its scenario to the end, and is content.</summary>
    public async Task EndsWellAsync()
    {
        var exitCode = await _program.EndAsync(Within);
        Assert.True(exitCode == 0, $"SIPp ended with {exitCode} in {_scenario}:\n{ReadIfThere("errors")}\n{Messages}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _folder.Dispose();
    }

    private static string ModeOf(string transport) => transport switch
    {
        "tcp" => "t1",
        ConnectionEach => "tn",
        _ => "u1",
    };

    private string ReadIfThere(string name) => File.Exists(_folder.In(name)) ? File.ReadAllText(_folder.In(name)) : "";

    private static string Scenario(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sipp", name + ".xml"));

    // As its trace has it: a line for each message that tells its direction and length, an empty one, then the message.
    [GeneratedRegex(@"message received.*\n\r?\n((?:.+\n)+)")]
    private static partial Regex Message();

    [GeneratedRegex("@[a-z]+@")]
    private static partial Regex Blank();
}

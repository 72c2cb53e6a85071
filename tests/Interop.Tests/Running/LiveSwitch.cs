using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Tandem.Server.Hosting;

namespace Tandem.Interop.Tests.Running;

/// <summary>
/// The real program, started as a process on loopback ports that the system chose and on a data folder of its own. A test
/// class takes it as a fixture, or makes its own when it stops and kills it.
/// </summary>
public sealed partial class LiveSwitch : IAsyncLifetime
{
    private static readonly string[] EveryTransport = ["udp", "tcp", "tls", "ws"];
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;
    private SwitchApi? _api;
    private string _http = "127.0.0.1:0";

    /// <summary>The data folder.</summary>
    public string Folder => _folder.In("data");

    /// <summary>Everything the process has written since its start.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Its HTTP API, with the token of the machine's own command line.</summary>
    public SwitchApi Api => _api ?? throw new InvalidOperationException("The switch does not run.");

    /// <summary>The listeners it has printed, as transport:address:port.</summary>
    public IReadOnlyList<string> Listeners => [.. Printed("sip")];

    /// <summary>The lines of its registration log.</summary>
    public IReadOnlyList<string> RegistrationLog
    {
        get
        {
            var file = Path.Combine(Folder, "log", "registrations.log");
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
    }

    /// <summary>The port of the first listener of a transport.</summary>
    public int Port(string transport) => int.Parse(Listeners.First(l => l.StartsWith(transport + ":", StringComparison.Ordinal)).Split(':')[^1]);

    /// <summary>Where a transport listens.</summary>
    public IPEndPoint At(string transport) => new(IPAddress.Loopback, Port(transport));

    /// <summary>Starts it with a listener of each transport.</summary>
    public async ValueTask InitializeAsync() => await StartAsync(EveryTransport.Select(t => $"{t}:127.0.0.1:0"));

    /// <summary>Starts it with these listeners; none = those of SS_SIP_LISTEN. Returns when it answers.</summary>
    public async Task StartAsync(IEnumerable<string> listeners)
    {
        _output.Clear();
        _process = Launch(["run", "--data", Folder, "--http", _http, .. listeners.SelectMany(l => new[] { "--sip", l })], _output.Enqueue);
        // The file is written last.
        await Eventually.Is(() => _process.HasExited || ServerFile.Read(Folder)?.Pid == _process.Id, StartWithin, () => Output);
        Assert.False(_process.HasExited, $"tandem ended at its start:\n{Output}");
        var server = ServerFile.Read(Folder)!;
        await Eventually.Is(() => Printed("http").Any(), StartWithin, () => Output);
        _http = server.Address[(server.Address.LastIndexOf('/') + 1)..];
        _api = new SwitchApi(server.Address, server.Token);
    }

    /// <summary>Starts it again where it listened before.</summary>
    public Task StartAgainAsync() => StartAsync(Listeners);

    /// <summary>SIGKILL: nothing is written any more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await EndAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync(TimeSpan within)
    {
        const int sigterm = 15;
        Assert.Equal(0, SendSignal(_process!.Id, sigterm));
        return await EndAsync(within);
    }

    /// <summary>Runs another <c>tandem</c> to its end.</summary>
    public static async Task<(int ExitCode, string Output)> CommandAsync(params string[] arguments)
    {
        var output = new ConcurrentQueue<string>();
        using var process = Launch(arguments, output.Enqueue);
        using var bound = new CancellationTokenSource(StartWithin);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
        return (process.ExitCode, string.Join('\n', output));
    }

    /// <summary>Ends it and takes its folder away.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        _folder.Dispose();
    }

    private async Task<int> EndAsync(TimeSpan within)
    {
        var process = _process!;
        using var bound = new CancellationTokenSource(within);
        try
        {
            await process.WaitForExitAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"tandem did not end within {within.TotalSeconds} s:\n{Output}");
        }
        _process = null;
        _api?.Dispose();
        _api = null;
        using (process) return process.ExitCode;
    }

    private IEnumerable<string> Printed(string what) =>
        _output.Where(line => line.StartsWith($"  {what} ", StringComparison.Ordinal)).Select(line => line[(what.Length + 3)..].Trim());

    private static Process Launch(IEnumerable<string> arguments, Action<string> line)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "tandem"), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // The runtime that runs the tests runs the switch, wherever it is installed.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => { if (e.Data is not null) line(e.Data); };
        process.ErrorDataReceived += (_, e) => { if (e.Data is not null) line(e.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}

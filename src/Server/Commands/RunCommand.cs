using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Tandem.Server.Hosting;
using Tandem.Sip.Flows;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Server.Commands;

/// <summary><c>tandem run</c>: the switch in the foreground until SIGTERM or Ctrl-C.</summary>
internal static class RunCommand
{
    private static readonly IPEndPoint DefaultHttp = new(IPAddress.Loopback, 8080);

    /// <summary>The command.</summary>
    /// <param name="data">The option that names the data folder.</param>
    public static Command Make(Option<string> data)
    {
        var sip = new Option<string[]>("--sip")
        {
            Description = "Listen here for this run instead of where SS_SIP_LISTEN says: transport:address:port, may be repeated",
            HelpName = "LISTEN",
        };
        var http = new Option<string>("--http") { Description = "Where the HTTP API listens (default 127.0.0.1:8080)", HelpName = "ADDR:PORT" };
        var json = new Option<bool>("--log-json") { Description = "Write the log as one JSON object a line" };
        var command = new Command("run", "Start the switch") { sip, http, json };
        // Synchronous on purpose: an asynchronous action is killed by the library 2 s after SIGTERM, before the store is closed.
        command.SetAction(result =>
        {
            if (!TryReadSip(result.GetValue(sip), out var listen, out var problem) || !TryReadHttp(result.GetValue(http), out var address, out problem))
            {
                Console.Error.WriteLine($"tandem: {problem}");
                return ExitCode.Usage;
            }
            return RunAsync(result.GetValue(data)!, listen, address, result.GetValue(json)).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> RunAsync(string data, IReadOnlyList<SipListen>? sip, IPEndPoint http, bool jsonLog)
    {
        using var loggers = LoggerFactory.Create(builder =>
        {
            builder.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
            if (jsonLog) builder.AddJsonConsole(options => options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ");
            else builder.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ ", true));
        });
        var stop = new TaskCompletionSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await using var running = await RunningSwitch.StartAsync(data, sip, http, loggers, TimeProvider.System);
            Greet(running);
            await stop.Task;
            Console.WriteLine("Stopping.");
        }
        catch (Exception error) when (error is StartFailedException or StoreUnavailableException)
        {
            await Console.Error.WriteLineAsync($"tandem: {error.Message}");
            return ExitCode.Unreachable;
        }
        return ExitCode.Ok;

        void Stop(PosixSignalContext context)
        {
            // Without this the process ends before the journal is written.
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static void Greet(RunningSwitch running)
    {
        var loaded = running.Store.Loaded;
        Console.WriteLine($"Tandem {typeof(RunCommand).Assembly.GetName().Version?.ToString(3)} is running (process {Environment.ProcessId}).");
        Console.WriteLine($"  data  {running.Store.Path} ({SqliteEngine.Description})");
        Console.WriteLine($"  load  {loaded.Endpoints:N0} endpoints, {loaded.Accounts:N0} accounts, {loaded.Bindings:N0} bindings in {loaded.Elapsed.TotalSeconds:0.0} s");
        foreach (var listener in running.Signalling.Open) Console.WriteLine($"  sip   {listener}");
        Console.WriteLine($"  http  {running.HttpAddress}");
        if (running.FirstPassword is not { } password) return;
        Console.WriteLine();
        Console.WriteLine($"  First start: the administrator is \"{FirstStart.Administrator}\" with the password {password}");
        Console.WriteLine("  It is not shown again. Change it with: tandem user passwd admin");
    }

    private static bool TryReadSip(string[]? texts, out IReadOnlyList<SipListen>? listen, out string problem)
    {
        listen = null;
        problem = "";
        if (texts is null || texts.Length == 0) return true;
        if (!SipListen.TryParseList(string.Join(',', texts), out var list, out problem)) return false;
        listen = list;
        return true;
    }

    private static bool TryReadHttp(string? text, out IPEndPoint address, out string problem)
    {
        address = DefaultHttp;
        problem = "";
        if (text is null) return true;
        if (IpEndpoint.TryParse(text, 0, out var endpoint) && (endpoint.Port != 0 || text.EndsWith(":0", StringComparison.Ordinal)))
        {
            address = endpoint.ToIPEndPoint();
            return true;
        }
        problem = $"'{text}' is no HTTP address: write ADDRESS:PORT, as in 127.0.0.1:8080 or [::1]:8080.";
        return false;
    }
}

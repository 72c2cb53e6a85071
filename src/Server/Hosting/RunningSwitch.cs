using System.Net;
using Microsoft.Extensions.Logging;
using Tandem.Sip.Flows;

namespace Tandem.Server.Hosting;

/// <summary>The whole switch: store, SIP and HTTP, started in this order and stopped in the other.</summary>
public sealed class RunningSwitch : IAsyncDisposable
{
    // A command that works on the store while no switch runs holds the folder for a moment.
    private static readonly TimeSpan PatienceWithCommands = TimeSpan.FromSeconds(2);

    private readonly OpenStore _store;
    private readonly SignallingHost _signalling;
    private readonly HttpHost _http;
    private readonly MemoryTrim _trim;

    private RunningSwitch(OpenStore store, SignallingHost signalling, HttpHost http, string? firstPassword)
    {
        _store = store;
        _signalling = signalling;
        _http = http;
        _trim = new MemoryTrim(store.Clock, () => signalling.Media.Relay?.Streams > 0);
        FirstPassword = firstPassword;
    }

    /// <summary>What was loaded.</summary>
    public OpenStore Store => _store;

    /// <summary>The SIP side.</summary>
    public SignallingHost Signalling => _signalling;

    /// <summary>The HTTP address.</summary>
    public string HttpAddress => _http.Address;

    /// <summary>The administrator's password when this was the first start; else null.</summary>
    public string? FirstPassword { get; }

    /// <summary>Starts the switch.</summary>
    /// <param name="dataFolder">Where everything is kept.</param>
    /// <param name="sip">Listeners for this run in place of SS_SIP_LISTEN; null = the parameter.</param>
    /// <param name="http">Where the API listens.</param>
    /// <param name="loggers">The logs.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="StartFailedException">Something the switch cannot do without is missing; the message says what to do.</exception>
    public static async Task<RunningSwitch> StartAsync(string dataFolder, IReadOnlyList<SipListen>? sip, IPEndPoint http, ILoggerFactory loggers, TimeProvider clock)
    {
        var store = OpenStore.Open(dataFolder, loggers, clock, PatienceWithCommands);
        SignallingHost? signalling = null;
        try
        {
            var firstPassword = FirstStart.MakeAdministrator(store);
            signalling = await SignallingHost.StartAsync(store, sip);
            if (signalling.Open.Count == 0) throw new StartFailedException($"No SIP listener could be opened: {string.Join(" ", signalling.Problems)}");
            store.FollowRecords();
            var api = await StartHttpAsync(store, signalling, http);
            new ServerFile(Environment.ProcessId, api.Address, api.Token).Write(store.Path);
            return new RunningSwitch(store, signalling, api, firstPassword);
        }
        catch
        {
            if (signalling is not null) await signalling.DisposeAsync();
            store.Dispose();
            throw;
        }
    }

    /// <summary>Stops listening, answers what has come in, writes what is to be written.</summary>
    public async ValueTask DisposeAsync()
    {
        ServerFile.Remove(_store.Path);
        _trim.Dispose();
        await _http.DisposeAsync();
        await _signalling.DisposeAsync();
        _store.Dispose();
    }

    private static async Task<HttpHost> StartHttpAsync(OpenStore store, SignallingHost signalling, IPEndPoint http)
    {
        try
        {
            return await HttpHost.StartAsync(store, signalling, http);
        }
        catch (IOException error)
        {
            throw new StartFailedException($"The HTTP API cannot listen on {http}: {error.GetBaseException().Message} Choose another with --http ADDRESS:PORT.");
        }
    }
}

/// <summary>The switch cannot start; the message is one sentence for the operator.</summary>
public sealed class StartFailedException(string message) : Exception(message);

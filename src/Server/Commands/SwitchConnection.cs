using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Tandem.Server.Hosting;
using Tandem.Switching.Accounts;

namespace Tandem.Server.Commands;

/// <summary>
/// The API of a data folder. When a switch runs on the folder it is that switch's; when none runs, the same API is opened
/// over the store, without SIP, for the time of one command. So a command has one way to do its work.
/// </summary>
internal sealed class SwitchConnection : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly ILoggerFactory? _loggers;
    private readonly OpenStore? _store;
    private readonly HttpHost? _host;

    private SwitchConnection(string address, string token, ILoggerFactory? loggers = null, OpenStore? store = null, HttpHost? host = null)
    {
        // An import takes as long as it takes; what can hang is bounded at the other end.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address), Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _loggers = loggers;
        _store = store;
        _host = host;
        Api = new ApiClient(_http);
    }

    /// <summary>The API.</summary>
    public ApiClient Api { get; }

    /// <summary>Connects.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="creates">Whether a folder that is not there may be made.</param>
    /// <exception cref="StoreUnavailableException">The folder is not there, or its store cannot be opened; the message says what to do.</exception>
    public static async Task<SwitchConnection> Open(string dataFolder, bool creates)
    {
        if (!creates && !System.IO.Directory.Exists(dataFolder))
        {
            throw new StoreUnavailableException(
                $"There is no data folder {dataFolder}: start the switch once with 'tandem run', or name the folder with --data.");
        }
        var loggers = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Warning)
            .AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddSimpleConsole(options => options.SingleLine = true));
        OpenStore store;
        try
        {
            // The folder's lock tells whether a switch runs; a server.json alone may be left over from one that was killed.
            store = OpenStore.Open(dataFolder, loggers, TimeProvider.System);
        }
        catch (StoreUnavailableException) when (ServerFile.Read(dataFolder) is { } running && IsAlive(running.Pid))
        {
            loggers.Dispose();
            return new SwitchConnection(running.Address, running.Token);
        }
        catch
        {
            loggers.Dispose();
            throw;
        }
        var host = await HttpHost.StartAsync(store, null, new IPEndPoint(IPAddress.Loopback, 0));
        return new SwitchConnection(host.Address, host.Token, loggers, store, host);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _store?.Dispose();
        _loggers?.Dispose();
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Tandem.Server.Records;
using Tandem.Storage;
using Tandem.Storage.Journals;
using Tandem.Storage.Loading;
using Tandem.Storage.Records;
using Tandem.Switching.Accounts;
using Tandem.Switching.Parameters;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Hosting;

/// <summary>
/// A data folder that this process holds, and what is loaded from it: the same for the running switch and for a command that
/// works on the store while none runs. Disposing it writes what is still to be written and lets the folder go.
/// </summary>
public sealed class OpenStore : IDisposable
{
    private readonly DataFolder _folder;
    private RecordPush? _push;

    private OpenStore(DataFolder folder, Store store, ILoggerFactory loggers, TimeProvider clock)
    {
        _folder = folder;
        Store = store;
        Parameters = new CurrentParameters(store.LoadParameters());
        var none = new LocalDomains(["localhost"], []);
        State = new RegistrarState(Directory, Parameters, new LocationTable(clock.GetUtcNow().ToUnixTimeMilliseconds()), none);
        Loaded = store.Load(Directory, State.Locations, State.Suspensions, State.KnownSources);
        Routing = new RoutingState(State, new GatewayStates(), TimeZoneInfo.Local);
        Journal = store.StartJournal(State.Locations, State.Suspensions, State.KnownSources);
        Records = store.StartRecords(Folder("journal"), Environment.ProcessorCount, Parameters);
        store.StartRetention(() => Parameters.Set);
        Editor = new ConfigurationEditor(store.Configuration, Directory, Parameters, store.Secrets, RandomNumberGenerator.Fill);
        Loggers = loggers;
        Clock = clock;
    }

    /// <summary>The folder's path.</summary>
    public string Path => _folder.Path;

    /// <summary>What is on disk.</summary>
    public Store Store { get; }

    /// <summary>Phones, gateways and accounts in force.</summary>
    public Directory Directory { get; } = new();

    /// <summary>The parameters in force.</summary>
    public CurrentParameters Parameters { get; }

    /// <summary>What the registrars share.</summary>
    public RegistrarState State { get; }

    /// <summary>What the routing of calls shares.</summary>
    public RoutingState Routing { get; }

    /// <summary>Changes the configuration.</summary>
    public ConfigurationEditor Editor { get; }

    /// <summary>Writes registrations behind.</summary>
    public RegistrationJournal Journal { get; }

    /// <summary>Writes the records of calls, and what a crash must not take from them.</summary>
    public CallRecords Records { get; }

    /// <summary>What takes stored records elsewhere: into text files, to a server. Empty until <see cref="FollowRecords"/>.</summary>
    public IReadOnlyList<RecordFollower> RecordFollowers { get; private set; } = [];

    /// <summary>What was loaded, and how fast.</summary>
    public LoadReport Loaded { get; }

    /// <summary>The logs.</summary>
    public ILoggerFactory Loggers { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Takes the folder, opens its database and loads it.</summary>
    /// <exception cref="StoreUnavailableException">The folder is in use, or its database cannot be opened; the message says what to do.</exception>
    public static OpenStore Open(string path, ILoggerFactory loggers, TimeProvider clock, TimeSpan patience = default)
    {
        var folder = DataFolder.Open(path, patience);
        Store? store = null;
        try
        {
            store = Store.Open(folder, loggers, clock);
            return new OpenStore(folder, store, loggers, clock);
        }
        catch
        {
            store?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Begins to take stored records elsewhere; the running switch does, a command does not.</summary>
    public void FollowRecords()
    {
        _push = new RecordPush();
        RecordFollowers = [Store.StartRecordFiles(In("cdr"), Parameters), Store.Follow(_push, Parameters)];
    }

    /// <summary>A path in the folder.</summary>
    public string In(string name) => _folder.In(name);

    /// <summary>A folder in the folder, made when there is none.</summary>
    public string Folder(string name) => _folder.Folder(name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Store.Dispose();
        _push?.Dispose();
        _folder.Dispose();
    }
}

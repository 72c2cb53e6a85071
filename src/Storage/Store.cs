using Microsoft.Extensions.Logging;
using Tandem.Storage.Backups;
using Tandem.Storage.Configuration;
using Tandem.Storage.Journals;
using Tandem.Storage.Loading;
using Tandem.Storage.Migrations;
using Tandem.Storage.Operators;
using Tandem.Storage.Protection;
using Tandem.Storage.Records;
using Tandem.Storage.Secrets;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
using Tandem.Switching.Records;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage;

/// <summary>Everything the switch keeps on disk: the one door of this project for the server and the command line.</summary>
public sealed class Store : IDisposable
{
    // Checking a greater file after a crash would keep the phones waiting; its log makes it whole without that.
    private const long MostBytesChecked = 64 << 20;

    private readonly SqliteDatabase _database;
    private readonly SecretBox _secrets;
    private readonly string _keysPath;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private RegistrationJournal? _journal;
    private Retention? _retention;
    private CallRecords? _records;
    private readonly List<RecordFollower> _followers = [];
    private bool _closed;

    private Store(SqliteDatabase database, SecretBox secrets, string keysPath, ILogger log, TimeProvider clock)
    {
        _database = database;
        _secrets = secrets;
        _keysPath = keysPath;
        _log = log;
        _clock = clock;
        Configuration = new ConfigurationStore(database);
        Operators = new OperatorStore(database);
        SuspensionHistory = new SuspensionHistory(database);
        CallRecords = new CallRecordStore(database);
    }

    /// <summary>Endpoints, accounts, parameters, audit log.</summary>
    public IConfigurationStore Configuration { get; }

    /// <summary>Users and API tokens.</summary>
    public IOperatorStore Operators { get; }

    /// <summary>The suspensions of the past.</summary>
    public ISuspensionHistory SuspensionHistory { get; }

    /// <summary>The records of calls.</summary>
    public ICallRecordStore CallRecords { get; }

    /// <summary>Seals and opens the endpoints' passwords.</summary>
    public ISecretBox Secrets => _secrets;

    internal SqliteDatabase Database => _database;

    /// <summary>Opens the database of a folder, brings its schema up to date and unlocks the passwords.</summary>
    /// <exception cref="StoreUnavailableException">The database is damaged, locked or newer than this program.</exception>
    public static Store Open(DataFolder folder, ILoggerFactory loggers, TimeProvider clock)
    {
        var log = loggers.CreateLogger("Tandem.Storage");
        var database = SqliteDatabase.Open(folder.DatabasePath);
        try
        {
            if (!folder.WasStoppedCleanly) Check(database, log);
            var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            Schema.Migrate(database, now);
            return new Store(database, MasterKeys.Unlock(database, folder.KeysPath, log, now), folder.KeysPath, log, clock);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Fills the empty tables in memory before the first request.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be read.</exception>
    public LoadReport Load(Directory directory, LocationTable locations, EndpointSuspension suspensions, KnownSources known) =>
        new StoreLoader(_database, _clock, _log).Load(directory, locations, suspensions, known);

    /// <summary>The parameters in force: the defaults and what an operator has set.</summary>
    public ParameterSet LoadParameters() => StoredParameters.Load(_database, _log);

    /// <summary>Begins to write registrations behind; ends with the store. To be called once, after <see cref="Load"/>.</summary>
    public RegistrationJournal StartJournal(LocationTable locations, EndpointSuspension suspensions, KnownSources known) =>
        _journal = new RegistrationJournal(_database, locations, suspensions, known, _clock, _log);

    /// <summary>
    /// Brings the journal of an earlier run to the store and begins to write call records; ends with the store, after the
    /// shards. To be called once.
    /// </summary>
    /// <param name="folder">Where the shards' journals lie; its owner's alone.</param>
    /// <param name="shards">How many shards there are.</param>
    /// <param name="parameters">The parameters in force.</param>
    /// <exception cref="StoreUnavailableException">The journal holds records that cannot be stored.</exception>
    public CallRecords StartRecords(string folder, int shards, CurrentParameters parameters) =>
        _records = new CallRecords(_database, folder, shards, parameters, _clock, _log);

    /// <summary>Begins to write call records into text files when the parameters say so; ends with the store. To be called once.</summary>
    /// <param name="folder">Where the files lie.</param>
    /// <param name="parameters">The parameters in force.</param>
    public RecordFollower StartRecordFiles(string folder, CurrentParameters parameters) =>
        Follow(new CallRecordFiles(folder, _clock), parameters);

    /// <summary>Begins to take stored call records somewhere; ends with the store. After <see cref="StartRecords"/>.</summary>
    public RecordFollower Follow(IRecordTarget target, CurrentParameters parameters)
    {
        var follower = new RecordFollower(_database, CallRecords, _records!, target, parameters, _clock, _log);
        _followers.Add(follower);
        return follower;
    }

    /// <summary>Begins to delete old history once an hour; ends with the store. To be called once.</summary>
    /// <param name="parameters">Gives the parameters in force at the time of a run.</param>
    public void StartRetention(Func<ParameterSet> parameters) => _retention = new Retention(_database, parameters, _clock, _log);

    /// <summary>
    /// Writes everything as it stands now into one file while the switch works on. The file opens the passwords: keep it
    /// as safe as the data folder.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written, or the database not read.</exception>
    public void WriteBackup(string file)
    {
        _journal?.Flush();
        _records?.Writer.Flush();
        Backup.Write(_database, _keysPath, file);
    }

    /// <summary>Stops the retention, stores what the journal still has and closes the database.</summary>
    public void Dispose()
    {
        if (_closed) return;
        _closed = true;
        _retention?.Dispose();
        _journal?.Dispose();
        foreach (var follower in _followers) follower.Dispose();
        _records?.Dispose();
        _secrets.Dispose();
        _database.Dispose();
    }

    private static void Check(SqliteDatabase database, ILogger log)
    {
        if (new FileInfo(database.Path).Length > MostBytesChecked) return;
        if (database.Read(SqliteDialect.Check) is not { } damage) return;
        log.LogError("The database {Path} is damaged: {Damage}", database.Path, damage);
        throw SqliteFailure.Damaged(database.Path);
    }
}

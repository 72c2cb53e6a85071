using Microsoft.Extensions.Logging;
using Tandem.Storage.Configuration;
using Tandem.Storage.Loading;
using Tandem.Storage.Migrations;
using Tandem.Storage.Operators;
using Tandem.Storage.Protection;
using Tandem.Storage.Secrets;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
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
    private readonly ILogger _log;
    private readonly TimeProvider _clock;

    private Store(SqliteDatabase database, SecretBox secrets, ILogger log, TimeProvider clock)
    {
        _database = database;
        _secrets = secrets;
        _log = log;
        _clock = clock;
        Configuration = new ConfigurationStore(database);
        Operators = new OperatorStore(database);
        SuspensionHistory = new SuspensionHistory(database);
    }

    /// <summary>Endpoints, accounts, parameters, audit log.</summary>
    public IConfigurationStore Configuration { get; }

    /// <summary>Users and API tokens.</summary>
    public IOperatorStore Operators { get; }

    /// <summary>The suspensions of the past.</summary>
    public ISuspensionHistory SuspensionHistory { get; }

    /// <summary>Seals and opens the endpoints' passwords.</summary>
    public ISecretBox Secrets => _secrets;

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
            return new Store(database, MasterKeys.Unlock(database, folder.KeysPath, log, now), log, clock);
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
        new StoreLoader(_database, _clock).Load(directory, locations, suspensions, known);

    /// <summary>The parameters in force: the defaults and what an operator has set.</summary>
    public ParameterSet LoadParameters() => StoredParameters.Load(_database, _log);

    /// <summary>Closes the database.</summary>
    public void Dispose()
    {
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

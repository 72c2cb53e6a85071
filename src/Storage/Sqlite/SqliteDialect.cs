using Dapper;
using Microsoft.Data.Sqlite;

namespace Tandem.Storage.Sqlite;

/// <summary>
/// Everything that SQLite wants otherwise than other engines. All other SQL in this project keeps to what SQLite and
/// PostgreSQL both accept.
/// </summary>
internal static class SqliteDialect
{
    // 64 MiB of log before it is folded back: pages that are written again and again are then written back once.
    private const int CheckpointPages = 16_384;

    // What a day of call records touches in its indexes stays in memory; readers and other writers touch less.
    private const int DurableCacheKib = 32_768;
    private const int CacheKib = 4096;

    // Writers in this process take turns at a gate, so only another program makes anyone wait here.
    private const int BusyMilliseconds = 1000;
    private const int TimeoutSeconds = 1;

    /// <summary>
    /// A migration's text with this engine's types in the place of the marks: {name} text in byte order, {key} a number
    /// given by us, {identity} a rising number given by the database, {blob} bytes.
    /// </summary>
    public static string Translate(string migration) => migration
        .Replace("{name}", "TEXT", StringComparison.Ordinal)
        .Replace("{key}", "INTEGER PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{identity}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
        .Replace("{blob}", "BLOB", StringComparison.Ordinal);

    /// <summary>The tables that exist.</summary>
    public static IEnumerable<string> Tables(SqliteConnection connection) =>
        connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");

    /// <summary>Opens a connection to an existing file.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="durable">
    /// True: what is committed survives a loss of power (synchronous=FULL). False: it survives the end of the process, and
    /// a loss of power takes the last commits but leaves the file whole (NORMAL).
    /// </param>
    public static SqliteConnection Open(string path, bool durable)
    {
        SqliteEngine.Start();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = TimeoutSeconds,
        }.ToString());
        try
        {
            connection.Open();
            connection.Execute($"""
                PRAGMA busy_timeout = {BusyMilliseconds};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = {(durable ? "FULL" : "NORMAL")};
                PRAGMA wal_autocheckpoint = {CheckpointPages};
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -{(durable ? DurableCacheKib : CacheKib)};
                PRAGMA temp_store = MEMORY;
                """);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Folds the log back into the database file, so that the file alone is the whole database.</summary>
    public static void Checkpoint(SqliteConnection connection) => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <summary>Copies the database as it stands at one moment into an empty file, while others write on.</summary>
    public static void CopyTo(SqliteConnection source, string path)
    {
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        target.Open();
        source.BackupDatabase(target);
        // The copy is to be one file, without a log beside it.
        target.Execute("PRAGMA journal_mode = DELETE");
    }

    /// <summary>Null when the file's structure is whole, else what is wrong with it.</summary>
    public static string? Check(SqliteConnection connection)
    {
        var verdict = connection.QueryFirst<string>("PRAGMA quick_check(1)");
        return verdict == "ok" ? null : verdict;
    }
}

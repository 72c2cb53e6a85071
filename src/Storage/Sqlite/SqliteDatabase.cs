using Microsoft.Data.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Sqlite;

/// <summary>
/// The connections to one database file: one for writes that are durable when they return, one for what is written behind,
/// one for reads. SQLite lets one writer in at a time; a gate in this process orders them, because the engine's own way of
/// waiting is to sleep and try again.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    private readonly SqliteConnection _durable;
    private readonly SqliteConnection _behind;
    private readonly SqliteConnection _reader;
    private readonly Lock _writing = new();
    private readonly Lock _reading = new();

    private SqliteDatabase(string path)
    {
        Path = path;
        _durable = SqliteDialect.Open(path, durable: true);
        _behind = SqliteDialect.Open(path, durable: false);
        _reader = SqliteDialect.Open(path, durable: false);
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    /// <summary>Opens the file, making an empty one readable by its owner alone when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The file is damaged, locked or cannot be reached.</exception>
    public static SqliteDatabase Open(string path)
    {
        try
        {
            OwnerOnly.CreateFile(path);
            return new SqliteDatabase(path);
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.Translate(failure, path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The database {path} cannot be opened: {failure.Message}", failure);
        }
    }

    /// <summary>Runs one transaction that is durable when this returns; on any failure nothing has changed.</summary>
    public void Write(Action<SqliteConnection> change) => Commit(_durable, change);

    /// <summary>Runs one transaction that a loss of power may undo.</summary>
    public void WriteBehind(Action<SqliteConnection> change) => Commit(_behind, change);

    /// <summary>Runs a query on the reading connection.</summary>
    public T Read<T>(Func<SqliteConnection, T> query)
    {
        lock (_reading) return Translated(() => query(_reader));
    }

    /// <summary>A statement that is prepared once for what is written behind; use it inside <see cref="WriteBehind"/> only.</summary>
    public PreparedStatement PrepareBehind(string sql) => Translated(() => new PreparedStatement(_behind, sql));

    /// <summary>A statement that is prepared once for durable writes; use it inside <see cref="Write"/> only.</summary>
    public PreparedStatement Prepare(string sql) => Translated(() => new PreparedStatement(_durable, sql));

    /// <summary>A further connection for one long read, such as the load at start.</summary>
    public SqliteConnection OpenReader() => Translated(() => SqliteDialect.Open(Path, durable: false));

    /// <summary>Runs something that may fail in the engine and gives the failure its sentence.</summary>
    public T Translated<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.Translate(failure, Path);
        }
    }

    /// <summary>Closes the connections; the last one folds the log back into the file.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _behind.Dispose();
        _durable.Dispose();
    }

    private void Commit(SqliteConnection connection, Action<SqliteConnection> change)
    {
        lock (_writing)
        {
            Translated(() =>
            {
                using var transaction = connection.BeginTransaction();
                change(connection);
                transaction.Commit();
                return true;
            });
        }
    }
}

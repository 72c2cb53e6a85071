using Dapper;
using Microsoft.Extensions.Logging;
using Tandem.Storage.Protection;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;

namespace Tandem.Storage.Journals;

/// <summary>
/// Deletes once an hour what has been kept long enough: call records, the history of suspensions, the audit log, sources no longer known
/// and tokens that have ended. In small transactions, so that the journal never waits long.
/// </summary>
public sealed class Retention : IDisposable
{
    /// <summary>How often it runs.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <summary>
    /// How many suspensions are kept whatever their age: an attacker brings them about, and must not be able to fill the disk.
    /// </summary>
    public const int MostSuspensions = 1_000_000;

    // Some time after the start, when the phones are back.
    private static readonly TimeSpan FirstRun = TimeSpan.FromMinutes(1);

    private const int BatchSize = 2000;
    private const long DayMilliseconds = 86_400_000;

    private readonly SqliteDatabase _database;
    private readonly Func<ParameterSet> _parameters;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _running = new();
    private readonly ITimer _timer;
    private bool _stopped;

    internal Retention(SqliteDatabase database, Func<ParameterSet> parameters, TimeProvider clock, ILogger log)
    {
        _database = database;
        _parameters = parameters;
        _clock = clock;
        _log = log;
        _timer = clock.CreateTimer(_ => Run(), null, FirstRun, Period);
    }

    /// <summary>Stops it, after a run that may be under way.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        // The timer may have called already; whoever comes after this finds the sign.
        lock (_running) _stopped = true;
    }

    private void Run()
    {
        // A run that lasts into the next one makes that one needless.
        if (!_running.TryEnter()) return;
        try
        {
            if (!_stopped) DeleteAll(_clock.GetUtcNow().ToUnixTimeMilliseconds(), _parameters());
        }
        catch (Exception failure)
        {
            // A timer's exception would end the process.
            _log.LogWarning("Old history could not be deleted and will be in an hour: {Reason}", failure.Message);
        }
        finally
        {
            _running.Exit();
        }
    }

    private void DeleteAll(long now, ParameterSet parameters)
    {
        var history = now - parameters.Get(ParameterCatalogue.HistoryDays) * DayMilliseconds;
        var audit = now - parameters.Get(ParameterCatalogue.AuditDays) * DayMilliseconds;
        var records = now - parameters.Get(RecordParameters.RetentionDays) * DayMilliseconds;
        var oldestDay = now / DayMilliseconds - KnownSources.Days;
        var beyond = _database.Read(connection => connection.QuerySingle<long>("SELECT COALESCE(MAX(id), 0) FROM suspension")) - MostSuspensions;
        Delete("suspension", "id", $"at < @history AND NOT ({SuspensionRows.InForce})", new { history, now });
        Delete("suspension", "id", "id <= @beyond", new { beyond });
        Delete("call_record", "number", "started_at < @records", new { records });
        Delete("call_summary", "minute, source, end_reason", "minute < @minutes", new { minutes = records / 60_000 });
        Delete("audit", "id", "at < @audit", new { audit });
        Delete("known_source", "endpoint, address", "day < @oldestDay", new { oldestDay });
        Delete("api_token", "name", "valid_until <= @now", new { now });
    }

    private void Delete(string table, string key, string condition, object values)
    {
        var sql = $"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {condition} LIMIT {BatchSize})";
        var deleted = BatchSize;
        while (deleted == BatchSize) _database.WriteBehind(connection => deleted = connection.Execute(sql, values));
    }
}

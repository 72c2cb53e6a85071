using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Tandem.Storage.Configuration;
using Tandem.Storage.Protection;
using Tandem.Storage.Registration;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Storage.Loading;

/// <summary>
/// Fills the tables in memory from the database before the first request. Endpoints and bindings are read at the same time
/// on two connections: each takes one core about as long as the other.
/// </summary>
internal sealed class StoreLoader(SqliteDatabase database, TimeProvider clock, ILogger log)
{
    private const long DayMilliseconds = 86_400_000;

    public LoadReport Load(Directory directory, LocationTable locations, EndpointSuspension suspensions, KnownSources known)
    {
        var began = clock.GetTimestamp();
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var forgotten = ForgetFormerOwners();
        var restoring = Task.Run(() => RestoreBindings(locations, now));
        var accounts = LoadAccounts(directory);
        LoadEndpoints(directory);
        ReadAll(new ObjectLoader(directory, Complain).Load);
        var sources = RestoreKnownSources(known, now);
        var suspended = RestoreSuspensions(suspensions, now);
        var bindings = restoring.GetAwaiter().GetResult();
        forgotten += ForgetExpired(bindings, now);
        return new LoadReport(accounts, directory.EndpointCount, bindings, forgotten, sources, suspended, clock.GetElapsedTime(began));
    }

    private int LoadAccounts(Directory directory) => database.Read(connection =>
    {
        foreach (var account in AccountRows.All(connection)) directory.SetAccount(account);
        return directory.AccountCount;
    });

    private void LoadEndpoints(Directory directory) => ReadAll(connection =>
    {
        directory.SetEndpoints(Endpoints(connection));
        return 0;
    });

    private IEnumerable<Endpoint> Endpoints(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {EndpointRows.Columns} FROM endpoint";
        using var reader = command.ExecuteReader();
        var texts = new SharedTexts();
        var calls = new StoredCalls(Complain);
        var row = SqliteRow.Of(reader);
        while (reader.Read()) yield return EndpointRows.Read(row, texts, calls);
    }

    private void Complain(string problem) => log.LogWarning("A stored setting has no effect: {Problem}", problem);

    private int RestoreBindings(LocationTable locations, long now) => ReadAll(connection =>
    {
        var texts = new SharedTexts();
        return ForEach(connection, BindingRows.SelectLive, ("@now", now), row => locations.Restore(BindingRows.Read(row, texts)));
    });

    private int RestoreKnownSources(KnownSources known, long now) => ReadAll(connection => ForEach(
        connection, KnownSourceRows.SelectKnown, ("@oldest", now / DayMilliseconds - KnownSources.Days),
        row => known.Restore(KnownSourceRows.Read(row))));

    private int RestoreSuspensions(EndpointSuspension suspensions, long now) => ReadAll(connection => ForEach(
        connection, $"SELECT {SuspensionRows.Columns} FROM suspension WHERE {SuspensionRows.InForce} ORDER BY id", ("@now", now),
        row => suspensions.Restore(SuspensionRows.Read(row))));

    private int ForgetFormerOwners()
    {
        var forgotten = 0;
        if (database.Read(FormerEndpoints.Any)) database.WriteBehind(connection => forgotten = FormerEndpoints.Forget(connection));
        return forgotten;
    }

    private int ForgetExpired(int restored, long now)
    {
        var others = database.Read(connection => connection.QuerySingle<int>("SELECT COUNT(*) FROM binding")) - restored;
        if (others == 0) return 0;
        // Without a condition the engine drops the table's pages instead of visiting its rows.
        var sql = restored == 0 ? "DELETE FROM binding" : BindingRows.DeleteOthers;
        database.WriteBehind(connection => connection.Execute(sql, new { now }));
        return others;
    }

    private static int ForEach(SqliteConnection connection, string sql, (string Name, long Value) parameter, Action<SqliteRow> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue(parameter.Name, parameter.Value);
        using var reader = command.ExecuteReader();
        var row = SqliteRow.Of(reader);
        var rows = 0;
        for (; reader.Read(); rows++) take(row);
        return rows;
    }

    private int ReadAll(Func<SqliteConnection, int> read)
    {
        using var connection = database.OpenReader();
        return database.Translated(() => read(connection));
    }
}

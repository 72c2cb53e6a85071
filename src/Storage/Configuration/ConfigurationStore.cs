using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Storage.Configuration;

/// <summary>Keeps endpoints, accounts, parameters and the audit log in the database.</summary>
internal sealed class ConfigurationStore(SqliteDatabase database) : IConfigurationStore
{
    private const int ProgressEvery = 10_000;

    private readonly ObjectStore _objects = new(database);

    /// <inheritdoc/>
    public void Save(Endpoint endpoint, AuditEntry audit) => SaveAll([endpoint], audit);

    /// <inheritdoc/>
    public void SaveAll(IReadOnlyCollection<Endpoint> endpoints, AuditEntry audit, Action<int>? progress = null)
    {
        // In the order of the table's index, which then grows at its end instead of being read and written all over.
        var ordered = endpoints.OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal).ToList();
        Change(audit, connection =>
        {
            using var upsert = new PreparedStatement(connection, EndpointRows.Upsert);
            for (var done = 0; done < ordered.Count; done++)
            {
                if (done > 0 && done % ProgressEvery == 0) progress?.Invoke(done);
                EndpointRows.Write(upsert, ordered[done]);
            }
            progress?.Invoke(ordered.Count);
        });
    }

    /// <inheritdoc/>
    public void Delete(Endpoint endpoint, AuditEntry audit) => Change(audit, connection =>
    {
        connection.Execute("DELETE FROM endpoint WHERE name = @Name", new { endpoint.Name });
        FormerEndpoints.Add(connection, endpoint.Name, audit.At);
    });

    /// <inheritdoc/>
    public void Save(Account account, AuditEntry audit) => SaveAll([account], audit);

    /// <inheritdoc/>
    public void SaveAll(IReadOnlyCollection<Account> accounts, AuditEntry audit) => Change(audit, connection =>
    {
        foreach (var account in accounts) AccountRows.Write(connection, account);
    });

    /// <inheritdoc/>
    public void Delete(Account account, AuditEntry audit) =>
        Change(audit, connection => connection.Execute("DELETE FROM account WHERE name = @Name", new { account.Name }));

    /// <inheritdoc/>
    public void SaveParameter(string name, string? value, AuditEntry audit) => Change(audit, connection => connection.Execute(
        value is null
            ? "DELETE FROM parameter WHERE name = @name"
            : "INSERT INTO parameter (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        new { name, value }));

    /// <inheritdoc/>
    public void Append(AuditEntry audit) => database.Write(connection => AuditRows.Append(connection, audit));

    /// <inheritdoc/>
    public IReadOnlyList<T> List<T>(EndpointFilter filter, string? after, int limit) where T : Endpoint
    {
        // The kind stands in the text, because only then the engine sees that its index of gateways fits.
        var sql = $"SELECT {EndpointRows.Columns} FROM endpoint WHERE kind = {EndpointRows.KindOf<T>()}"
            + (after is null ? "" : " AND name > @after")
            + (filter.Search is null ? "" : $" AND ({SearchRules.In("name")} OR {SearchRules.In("memo")})")
            + (filter.Account is null ? "" : " AND account = @account")
            + (filter.Locked is null ? "" : " AND locked = @locked")
            + " ORDER BY name LIMIT @limit";
        var values = new { after, pattern = SearchRules.Pattern(filter.Search), account = filter.Account, locked = filter.Locked == true ? 1 : 0, limit };
        return database.Read(connection =>
        {
            using var reader = (DbDataReader)connection.ExecuteReader(sql, values);
            var texts = new SharedTexts();
            // What means nothing to this program was told when the store was loaded.
            var calls = new StoredCalls(_ => { });
            var list = new List<T>();
            var row = SqliteRow.Of(reader);
            while (reader.Read()) list.Add((T)EndpointRows.Read(row, texts, calls));
            return list;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<Account> ListAccounts(string? search, string? after, int limit) =>
        database.Read(connection => AccountRows.List(connection, search, after, limit));

    /// <inheritdoc/>
    public (int Endpoints, int Accounts) CountMembers(string account) => database.Read(connection => connection.QuerySingle<(int, int)>(
        "SELECT (SELECT COUNT(*) FROM endpoint WHERE account = @account), (SELECT COUNT(*) FROM account WHERE agent = @account)", new { account }));

    /// <inheritdoc/>
    public IReadOnlyList<AuditEntry> ListAudit(string? target, long? before, int limit) =>
        database.Read(connection => AuditRows.List(connection, target, before, limit));

    /// <inheritdoc/>
    public void SaveObjects(IReadOnlyCollection<StoredObject> objects, AuditEntry audit, Action<int>? progress = null) =>
        _objects.SaveObjects(objects, audit, progress);

    /// <inheritdoc/>
    public void DeleteObject(string kind, string name, AuditEntry audit) => _objects.DeleteObject(kind, name, audit);

    /// <inheritdoc/>
    public void SaveNumbers(
        IReadOnlyCollection<StoredObject> groups, IReadOnlyCollection<NumberChange> changes, AuditEntry audit, Action<int>? progress = null) =>
        _objects.SaveNumbers(groups, changes, audit, progress);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListObjects(string kind, string? search, string? after, int limit) => _objects.ListObjects(kind, search, after, limit);

    private void Change(AuditEntry audit, Action<SqliteConnection> change) => database.Write(connection =>
    {
        change(connection);
        AuditRows.Append(connection, audit);
    });
}

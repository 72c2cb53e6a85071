using Microsoft.Data.Sqlite;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Storage.Configuration;

/// <summary>Keeps the objects that are their fields, and the numbers of number groups.</summary>
internal sealed class ObjectStore(SqliteDatabase database) : IObjectStore
{
    private const int ProgressEvery = 10_000;

    /// <inheritdoc/>
    public void SaveObjects(IReadOnlyCollection<StoredObject> objects, AuditEntry audit, Action<int>? progress = null) => Change(audit, connection =>
    {
        using var upsert = new PreparedStatement(connection, ObjectRows.Upsert);
        var done = 0;
        foreach (var stored in objects.OrderBy(stored => stored.Name, StringComparer.Ordinal))
        {
            ObjectRows.Write(upsert, stored);
            if (++done % ProgressEvery == 0) progress?.Invoke(done);
        }
    });

    /// <inheritdoc/>
    public void DeleteObject(string kind, string name, AuditEntry audit) => Change(audit, connection => ObjectRows.Delete(connection, kind, name));

    /// <inheritdoc/>
    public void SaveNumbers(
        IReadOnlyCollection<StoredObject> groups, IReadOnlyCollection<NumberChange> changes, AuditEntry audit, Action<int>? progress = null) =>
        Change(audit, connection =>
        {
            using var upsert = new PreparedStatement(connection, ObjectRows.Upsert);
            using var add = new PreparedStatement(connection, ObjectRows.AddNumber);
            using var remove = new PreparedStatement(connection, ObjectRows.RemoveNumber);
            foreach (var group in groups) ObjectRows.Write(upsert, group);
            var done = 0;
            foreach (var change in changes.OrderBy(change => change.Group, StringComparer.Ordinal))
            {
                foreach (var number in change.Removed) remove.Text(change.Group).Text(number).Execute();
                foreach (var number in change.Added.Order(StringComparer.Ordinal))
                {
                    add.Text(change.Group).Text(number).Execute();
                    if (++done % ProgressEvery == 0) progress?.Invoke(done);
                }
            }
        });

    /// <inheritdoc/>
    public IReadOnlyList<string> ListObjects(string kind, string? search, string? after, int limit) =>
        database.Read(connection => ObjectRows.List(connection, kind, search, after, limit));

    private void Change(AuditEntry audit, Action<SqliteConnection> change) => database.Write(connection =>
    {
        change(connection);
        AuditRows.Append(connection, audit);
    });
}

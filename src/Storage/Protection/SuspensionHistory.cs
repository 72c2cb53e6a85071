using System.Data.Common;
using Dapper;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Protection;

namespace Tandem.Storage.Protection;

/// <summary>Reads the history of suspensions from the database.</summary>
internal sealed class SuspensionHistory(SqliteDatabase database) : ISuspensionHistory
{
    /// <inheritdoc/>
    public IReadOnlyList<Suspension> List(SuspensionFilter filter, long? before, int limit)
    {
        var sql = $"SELECT {SuspensionRows.Columns} FROM suspension WHERE 1 = 1"
            + (filter.Endpoint is null ? "" : " AND endpoint = @Endpoint")
            + (filter.Source is null ? "" : " AND source = @Source")
            + (filter.From is null ? "" : " AND at >= @From")
            + (filter.To is null ? "" : " AND at < @To")
            + (before is null ? "" : " AND id < @before")
            + " ORDER BY id DESC LIMIT @limit";
        var values = new { filter.Endpoint, filter.Source, filter.From, filter.To, before, limit };
        return database.Read(connection =>
        {
            using var reader = (DbDataReader)connection.ExecuteReader(sql, values);
            var list = new List<Suspension>();
            var row = SqliteRow.Of(reader);
            while (reader.Read()) list.Add(SuspensionRows.Read(row));
            return list;
        });
    }
}

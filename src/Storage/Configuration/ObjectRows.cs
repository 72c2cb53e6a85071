using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Configuration;

/// <summary>How the objects that are their fields, and the numbers of number groups, stand in their tables.</summary>
internal static class ObjectRows
{
    /// <summary>Writes an object, new or changed.</summary>
    public const string Upsert = """
        INSERT INTO configured_object (kind, name, password, memo, fields) VALUES (@kind, @name, @password, @memo, @fields)
        ON CONFLICT (kind, name) DO UPDATE SET password = excluded.password, memo = excluded.memo, fields = excluded.fields
        """;

    /// <summary>Adds a number to a group.</summary>
    public const string AddNumber = "INSERT INTO grouped_number (group_name, number) VALUES (@group_name, @number) ON CONFLICT (group_name, number) DO NOTHING";

    /// <summary>Takes a number out of a group.</summary>
    public const string RemoveNumber = "DELETE FROM grouped_number WHERE group_name = @group_name AND number = @number";

    private const string Select = "SELECT kind, name, password, memo, fields FROM configured_object ORDER BY kind, name";
    private const string SelectNumbers = "SELECT group_name, number FROM grouped_number ORDER BY group_name, number";

    /// <summary>Runs <see cref="Upsert"/> for one object.</summary>
    public static void Write(PreparedStatement upsert, StoredObject stored) =>
        upsert.Text(stored.Kind).Text(stored.Name).Blob(stored.Password).Text(stored.Memo).Text(stored.Fields).Execute();

    /// <summary>Deletes an object, and with a number group its numbers.</summary>
    public static void Delete(SqliteConnection connection, string kind, string name)
    {
        connection.Execute("DELETE FROM configured_object WHERE kind = @kind AND name = @name", new { kind, name });
        if (kind == ObjectKinds.NumberGroups.Slug) connection.Execute("DELETE FROM grouped_number WHERE group_name = @name", new { name });
    }

    /// <summary>A page of names in their order.</summary>
    public static List<string> List(SqliteConnection connection, string kind, string? search, string? after, int limit)
    {
        var where = (after is null ? "" : " AND name > @after") + (search is null ? "" : $" AND ({SearchRules.In("name")} OR {SearchRules.In("memo")})");
        return connection.Query<string>(
            $"SELECT name FROM configured_object WHERE kind = @kind{where} ORDER BY name LIMIT @limit",
            new { kind, after, limit, pattern = SearchRules.Pattern(search) }).AsList();
    }

    /// <summary>Every object in the order of kinds and names.</summary>
    public static IEnumerable<StoredObject> All(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Select;
        using var reader = command.ExecuteReader();
        var row = SqliteRow.Of(reader);
        while (reader.Read()) yield return new StoredObject(row.Text(0), row.Text(1), row.IsNull(2) ? null : row.Bytes(2).ToArray(), row.Text(3), row.Text(4));
    }

    /// <summary>The numbers of all groups, in their order.</summary>
    public static Dictionary<string, List<string>> AllNumbers(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = SelectNumbers;
        using var reader = command.ExecuteReader();
        var groups = new SharedTexts();
        var numbers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var row = SqliteRow.Of(reader);
        List<string>? last = null;
        string? lastGroup = null;
        while (reader.Read())
        {
            var group = groups.Share(row.Bytes(0));
            if (group != lastGroup) numbers[lastGroup = group] = last = [];
            last!.Add(row.Text(1));
        }
        return numbers;
    }
}

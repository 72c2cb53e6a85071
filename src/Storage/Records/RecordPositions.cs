using Dapper;
using Microsoft.Data.Sqlite;

namespace Tandem.Storage.Records;

/// <summary>Numbers of records that something has come up to.</summary>
internal static class RecordPositions
{
    /// <summary>The number given last.</summary>
    public const string Last = "last";

    /// <summary>Keeps a position.</summary>
    public const string Upsert =
        "INSERT INTO record_position (name, number) VALUES (@name, @number) ON CONFLICT (name) DO UPDATE SET number = excluded.number";

    /// <summary>Keeps how far a journal's file is in the store.</summary>
    public const string UpsertFile =
        "INSERT INTO call_journal (file, position) VALUES (@file, @position) ON CONFLICT (file) DO UPDATE SET position = excluded.position";

    /// <summary>A position; null when it was never kept.</summary>
    public static long? Find(SqliteConnection connection, string name) =>
        connection.QueryFirstOrDefault<long?>("SELECT number FROM record_position WHERE name = @name", new { name });

    /// <summary>Keeps a position, or forgets it.</summary>
    public static void Keep(SqliteConnection connection, string name, long? number) =>
        connection.Execute(number is null ? "DELETE FROM record_position WHERE name = @name" : Upsert, new { name, number });

    /// <summary>How far the journals' files are in the store.</summary>
    public static Dictionary<string, long> Files(SqliteConnection connection) =>
        connection.Query<(string File, long Position)>("SELECT file, position FROM call_journal").ToDictionary(row => row.File, row => row.Position);
}

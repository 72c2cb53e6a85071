using Dapper;
using Microsoft.Data.Sqlite;

namespace Tandem.Storage.Configuration;

/// <summary>
/// The names given up since the last start. A binding or known source of a former owner may still be in the store when its
/// name is given to somebody else; whoever calls the new owner must not reach the old one's phone.
/// </summary>
internal static class FormerEndpoints
{
    /// <summary>Notes that the name was given up.</summary>
    public static void Add(SqliteConnection connection, string name, long now) => connection.Execute(
        """
        INSERT INTO former_endpoint (name, deleted_at) VALUES (@name, @now)
        ON CONFLICT (name) DO UPDATE SET deleted_at = excluded.deleted_at
        """,
        new { name, now });

    /// <summary>True when any name was given up.</summary>
    public static bool Any(SqliteConnection connection) => connection.QuerySingle<bool>("SELECT EXISTS (SELECT 1 FROM former_endpoint)");

    /// <summary>Deletes what the former owners have left behind, and the notes. Returns how many bindings there were.</summary>
    public static int Forget(SqliteConnection connection)
    {
        var bindings = connection.Execute(
            """
            DELETE FROM binding WHERE EXISTS
                (SELECT 1 FROM former_endpoint WHERE former_endpoint.name = binding.endpoint AND former_endpoint.deleted_at >= binding.registered_at)
            """);
        connection.Execute(
            """
            DELETE FROM known_source WHERE EXISTS
                (SELECT 1 FROM former_endpoint WHERE former_endpoint.name = known_source.endpoint AND former_endpoint.deleted_at / 86400000 >= known_source.day)
            """);
        connection.Execute("DELETE FROM former_endpoint");
        return bindings;
    }
}

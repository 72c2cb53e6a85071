using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Switching.Operators;

namespace Tandem.Storage.Configuration;

/// <summary>How the audit log stands in its table.</summary>
internal static class AuditRows
{
    /// <summary>Appends an entry inside the transaction of the change it tells of.</summary>
    public static void Append(SqliteConnection connection, AuditEntry entry) => connection.Execute(
        """
        INSERT INTO audit (at, actor, actor_address, action, target, before_text, after_text)
        VALUES (@At, @Name, @Address, @Action, @Target, @Before, @After)
        """,
        new { entry.At, entry.Actor.Name, entry.Actor.Address, entry.Action, entry.Target, entry.Before, entry.After });

    /// <summary>The newest entries before a number.</summary>
    public static List<AuditEntry> List(SqliteConnection connection, string? target, long? before, int limit)
    {
        var where = (target is null ? "" : " AND target = @target") + (before is null ? "" : " AND id < @before");
        return connection
            .Query<Row>(
                $"""
                SELECT id, at, actor, actor_address AS ActorAddress, action, target, before_text AS BeforeText, after_text AS AfterText
                FROM audit WHERE 1 = 1{where} ORDER BY id DESC LIMIT @limit
                """,
                new { target, before, limit })
            .Select(row => row.ToEntry())
            .AsList();
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public long At { get; init; }
        public string Actor { get; init; } = "";
        public string ActorAddress { get; init; } = "";
        public string Action { get; init; } = "";
        public string Target { get; init; } = "";
        public string? BeforeText { get; init; }
        public string? AfterText { get; init; }

        public AuditEntry ToEntry() => new(At, new Actor(Actor, ActorAddress), Action, Target, BeforeText, AfterText) { Id = Id };
    }
}

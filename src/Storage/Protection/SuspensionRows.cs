using Tandem.Storage.Sqlite;
using Tandem.Switching.Protection;

namespace Tandem.Storage.Protection;

/// <summary>How a suspension stands in its table.</summary>
internal static class SuspensionRows
{
    /// <summary>The columns in the order in which <see cref="Read"/> reads them.</summary>
    public const string Columns = "id, endpoint, source, everyone, user_agent, failures, at, until_at, cleared_at, cleared_by";

    /// <summary>The condition that a suspension is in force at @now (<see cref="Suspension.IsInForce"/>).</summary>
    public const string InForce = "cleared_at IS NULL AND (until_at IS NULL OR until_at > @now)";

    /// <summary>Writes a suspension; when it is known by endpoint, time and source, its end.</summary>
    public const string Upsert = """
        INSERT INTO suspension (endpoint, source, everyone, user_agent, failures, at, until_at, cleared_at, cleared_by)
        VALUES (@endpoint, @source, @everyone, @user_agent, @failures, @at, @until_at, @cleared_at, @cleared_by)
        ON CONFLICT (endpoint, at, source) DO UPDATE SET
            until_at = excluded.until_at, cleared_at = excluded.cleared_at, cleared_by = excluded.cleared_by
        """;

    /// <summary>Runs <see cref="Upsert"/> for one suspension.</summary>
    public static void Write(PreparedStatement upsert, Suspension suspension) => upsert
        .Text(suspension.Endpoint)
        .Text(suspension.Source)
        .Flag(suspension.Everyone)
        .Text(suspension.UserAgent)
        .Integer(suspension.Failures)
        .Integer(suspension.At)
        .Integer(suspension.Until)
        .Integer(suspension.ClearedAt)
        .Text(suspension.ClearedBy)
        .Execute();

    /// <summary>The suspension in a row of <see cref="Columns"/>.</summary>
    public static Suspension Read(SqliteRow row) => new()
    {
        Id = row.Long(0),
        Endpoint = row.Text(1),
        Source = row.Text(2),
        Everyone = row.Flag(3),
        UserAgent = row.Text(4),
        Failures = row.Integer(5),
        At = row.Long(6),
        Until = row.LongOrNull(7),
        ClearedAt = row.LongOrNull(8),
        ClearedBy = row.TextOrNull(9),
    };
}

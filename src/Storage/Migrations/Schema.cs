using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Migrations;

/// <summary>Brings a database to this program's schema by the numbered migrations, each in a transaction of its own.</summary>
internal static class Schema
{
    private static readonly (int Version, string Resource)[] Migrations = Find();

    /// <summary>The schema of this program: the number of the last migration.</summary>
    public static int Newest => Migrations[^1].Version;

    /// <summary>Runs the migrations that the database lacks; none when it is up to date.</summary>
    /// <exception cref="StoreUnavailableException">The database is newer than the program, or no database of ours.</exception>
    public static void Migrate(SqliteDatabase database, long now)
    {
        var version = database.Read(connection => VersionOf(connection, database.Path));
        foreach (var (number, resource) in Migrations)
        {
            if (number > version) database.Write(connection => Apply(connection, number, resource, now));
        }
    }

    /// <summary>The database's schema; 0 for an empty database.</summary>
    /// <exception cref="StoreUnavailableException">The database is newer than the program, or no database of ours.</exception>
    public static int VersionOf(SqliteConnection connection, string path)
    {
        var tables = SqliteDialect.Tables(connection).ToHashSet();
        if (tables.Count == 0) return 0;
        if (!tables.Contains("schema_version")) throw new StoreUnavailableException($"{path} is a database of another program: name another data folder.");
        var version = connection.QuerySingle<int>("SELECT COALESCE(MAX(version), 0) FROM schema_version");
        if (version <= Newest) return version;
        throw new StoreUnavailableException(
            $"The database {path} was written by a newer tandem (schema {version}, this one knows {Newest}): "
            + "start that version, or restore a backup of this one.");
    }

    private static void Apply(SqliteConnection connection, int version, string resource, long now)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)");
        connection.Execute(SqliteDialect.Translate(Text(resource)));
        connection.Execute("INSERT INTO schema_version (version, applied_at) VALUES (@version, @now)", new { version, now });
    }

    private static (int, string)[] Find() =>
        [.. typeof(Schema).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name))
            .Order()];

    private static string Text(string resource)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

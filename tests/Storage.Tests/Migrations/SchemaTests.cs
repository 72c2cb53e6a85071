using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Migrations;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Migrations;

public sealed class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_database_gets_every_migration_once()
    {
        for (var start = 0; start < 2; start++) new OpenStore(_folder, _clock).Dispose();

        using var connection = Connect();
        Assert.Equal(Enumerable.Range(1, Schema.Newest), connection.Query<int>("SELECT version FROM schema_version ORDER BY version"));
    }

    [Fact]
    public void A_database_newer_than_the_program_is_refused_and_left_alone()
    {
        new OpenStore(_folder, _clock).Dispose();
        using (var connection = Connect()) connection.Execute("INSERT INTO schema_version VALUES (999, 0)");

        var refusal = Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock));

        Assert.Contains("newer tandem (schema 999", refusal.Message);
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        DataFolder.Open(_folder.Path).Dispose();
        SqliteEngine.Start();
        using (var connection = new SqliteConnection($"Data Source={_folder.In("tandem.db")};Pooling=False"))
        {
            connection.Open();
            connection.Execute("CREATE TABLE recipe (name TEXT)");
        }

        Assert.Contains("another program", Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock)).Message);
    }

    [Fact]
    public void A_file_that_is_no_database_stops_the_start_with_what_to_do()
    {
        DataFolder.Open(_folder.Path).Dispose();
        File.WriteAllBytes(_folder.In("tandem.db"), [.. Enumerable.Range(0, 8192).Select(i => (byte)(i * 7))]);

        Assert.Contains("tandem restore FILE", Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock)).Message);
    }

    [Fact]
    public void A_database_torn_in_the_middle_is_found_out_after_an_unclean_stop()
    {
        using (var open = new OpenStore(_folder, _clock))
        {
            open.Store.Configuration.SaveAll([.. Enumerable.Range(0, 5000).Select(i => new Phone { Name = $"{i}", Memo = "some words to fill pages" })], open.Audit());
        }
        using (var file = new FileStream(_folder.In("tandem.db"), FileMode.Open))
        {
            file.Position = file.Length / 2;
            file.Write(new byte[64 * 1024]);
        }
        File.WriteAllText(_folder.In("tandem.pid"), "1");

        Assert.Contains("damaged", Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock)).Message);
    }

    [Fact]
    public void A_database_that_another_program_holds_stops_the_start_with_what_to_do()
    {
        new OpenStore(_folder, _clock).Dispose();
        using var connection = Connect();
        connection.Execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE held (x INTEGER);");

        var refusal = Assert.Throws<StoreUnavailableException>(() => new OpenStore(_folder, _clock));

        Assert.Contains("locked by another program", refusal.Message);
    }

    [Fact]
    public void The_engine_says_which_library_runs_and_its_version() =>
        Assert.Matches(@"^SQLite \d+\.\d+\.\d+ \((system|bundled) library\)$", SqliteEngine.Description);

    private SqliteConnection Connect() => SqliteDialect.Open(_folder.In("tandem.db"), durable: false);
}

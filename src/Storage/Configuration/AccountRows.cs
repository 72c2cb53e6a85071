using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Configuration;

/// <summary>How an account stands in its table.</summary>
internal static class AccountRows
{
    private const string Select = "SELECT name, title, locked, valid_until AS ValidUntil, agent, memo FROM account";

    private const string Upsert = """
        INSERT INTO account (name, title, locked, valid_until, agent, memo)
        VALUES (@Name, @Title, @Locked, @ValidUntil, @Agent, @Memo)
        ON CONFLICT (name) DO UPDATE SET
            title = excluded.title, locked = excluded.locked, valid_until = excluded.valid_until, agent = excluded.agent, memo = excluded.memo
        """;

    /// <summary>Writes an account, new or changed.</summary>
    public static void Write(SqliteConnection connection, Account account) => connection.Execute(Upsert, new Row
    {
        Name = account.Name,
        Title = account.Title,
        Locked = account.Locked ? 1 : 0,
        ValidUntil = account.ValidUntil?.ToUnixTimeMilliseconds(),
        Agent = account.Agent,
        Memo = account.Memo,
    });

    /// <summary>Every account.</summary>
    public static IEnumerable<Account> All(SqliteConnection connection) => connection.Query<Row>(Select).Select(AccountOf);

    /// <summary>A page of accounts in the order of their names.</summary>
    public static List<Account> List(SqliteConnection connection, string? search, string? after, int limit)
    {
        var where = (after is null ? "" : " AND name > @after") + (search is null ? "" : $" AND ({SearchRules.In("name")} OR {SearchRules.In("title")})");
        return connection
            .Query<Row>($"{Select} WHERE 1 = 1{where} ORDER BY name LIMIT @limit", new { after, limit, pattern = SearchRules.Pattern(search) })
            .Select(AccountOf)
            .AsList();
    }

    private static Account AccountOf(Row row) => new()
    {
        Name = row.Name,
        Title = row.Title,
        Locked = row.Locked != 0,
        ValidUntil = row.ValidUntil is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
        Agent = row.Agent,
        Memo = row.Memo,
    };

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string Title { get; init; } = "";
        public int Locked { get; init; }
        public long? ValidUntil { get; init; }
        public string? Agent { get; init; }
        public string Memo { get; init; } = "";
    }
}

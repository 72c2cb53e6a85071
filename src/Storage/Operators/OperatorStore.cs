using Dapper;
using Tandem.Storage.Configuration;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Operators;

namespace Tandem.Storage.Operators;

/// <summary>Keeps users and API tokens in the database; passwords and tokens as hashes only.</summary>
internal sealed class OperatorStore(SqliteDatabase database) : IOperatorStore
{
    /// <inheritdoc/>
    public IReadOnlyList<User> Users() => database.Read(connection => connection
        .Query<(string Name, string PasswordHash, int Scope)>("SELECT name, password_hash, scope FROM operator ORDER BY name")
        .Select(row => new User(row.Name, row.PasswordHash, (TokenScope)row.Scope))
        .AsList());

    /// <inheritdoc/>
    public void Save(User user, AuditEntry audit) => database.Write(connection =>
    {
        connection.Execute(
            """
            INSERT INTO operator (name, password_hash, scope) VALUES (@Name, @PasswordHash, @Scope)
            ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, scope = excluded.scope
            """,
            new { user.Name, user.PasswordHash, Scope = (int)user.Scope });
        AuditRows.Append(connection, audit);
    });

    /// <inheritdoc/>
    public IReadOnlyList<ApiToken> Tokens(long now) => database.Read(connection => connection
        .Query<TokenRow>(
            """
            SELECT name, hash, scope, allow, created_at AS CreatedAt, valid_until AS ValidUntil, created_by AS CreatedBy, is_session AS IsSession
            FROM api_token WHERE valid_until IS NULL OR valid_until > @now ORDER BY name
            """,
            new { now })
        .Select(row => row.ToToken())
        .AsList());

    /// <inheritdoc/>
    public void Save(ApiToken token, AuditEntry audit) => database.Write(connection =>
    {
        connection.Execute(
            """
            INSERT INTO api_token (name, hash, scope, allow, created_at, valid_until, created_by, is_session)
            VALUES (@Name, @Hash, @Scope, @Allow, @CreatedAt, @ValidUntil, @CreatedBy, @IsSession)
            ON CONFLICT (name) DO UPDATE SET
                hash = excluded.hash, scope = excluded.scope, allow = excluded.allow, created_at = excluded.created_at,
                valid_until = excluded.valid_until, created_by = excluded.created_by, is_session = excluded.is_session
            """,
            TokenRow.Of(token));
        AuditRows.Append(connection, audit);
    });

    /// <inheritdoc/>
    public void DeleteToken(string name, AuditEntry audit) => database.Write(connection =>
    {
        connection.Execute("DELETE FROM api_token WHERE name = @name", new { name });
        AuditRows.Append(connection, audit);
    });

    private sealed class TokenRow
    {
        public string Name { get; init; } = "";
        public string Hash { get; init; } = "";
        public int Scope { get; init; }
        public string Allow { get; init; } = "";
        public long CreatedAt { get; init; }
        public long? ValidUntil { get; init; }
        public string CreatedBy { get; init; } = "";
        public int IsSession { get; init; }

        public static TokenRow Of(ApiToken token) => new()
        {
            Name = token.Name, Hash = token.Hash, Scope = (int)token.Scope, Allow = token.Allow, CreatedAt = token.CreatedAt,
            ValidUntil = token.ValidUntil, CreatedBy = token.CreatedBy, IsSession = token.IsSession ? 1 : 0,
        };

        public ApiToken ToToken() => new()
        {
            Name = Name, Hash = Hash, Scope = (TokenScope)Scope, Allow = Allow, CreatedAt = CreatedAt,
            ValidUntil = ValidUntil, CreatedBy = CreatedBy, IsSession = IsSession != 0,
        };
    }
}

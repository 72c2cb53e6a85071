using System.Data.Common;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Configuration;

/// <summary>How an endpoint stands in its table.</summary>
internal static class EndpointRows
{
    /// <summary>The columns in the order in which <see cref="Read"/> reads them.</summary>
    public const string Columns =
        "name, kind, account, password, mode, allow, locked, valid_until, expire_min, expire_max, max_bindings, manual_unlock, memo";

    /// <summary>Writes an endpoint; the time at which its name came into use stays.</summary>
    public const string Upsert = $"""
        INSERT INTO endpoint ({Columns}, created_at)
        VALUES (@name, @kind, @account, @password, @mode, @allow, @locked, @valid_until, @expire_min, @expire_max, @max_bindings,
                @manual_unlock, @memo, @created_at)
        ON CONFLICT (name) DO UPDATE SET
            kind = excluded.kind, account = excluded.account, password = excluded.password, mode = excluded.mode,
            allow = excluded.allow, locked = excluded.locked, valid_until = excluded.valid_until, expire_min = excluded.expire_min,
            expire_max = excluded.expire_max, max_bindings = excluded.max_bindings, manual_unlock = excluded.manual_unlock,
            memo = excluded.memo
        """;

    private const int PhoneKind = 0;
    private const int GatewayKind = 1;

    /// <summary>The number stored for a kind of endpoint.</summary>
    public static int KindOf<T>() where T : Endpoint =>
        typeof(T) == typeof(Phone) ? PhoneKind
        : typeof(T) == typeof(MappingGateway) ? GatewayKind
        : throw new NotSupportedException($"{typeof(T).Name} is no kind of endpoint that is stored.");

    /// <summary>Runs <see cref="Upsert"/> for one endpoint.</summary>
    public static void Write(PreparedStatement upsert, Endpoint endpoint, long createdAt) => upsert
        .Text(endpoint.Name)
        .Integer(endpoint is MappingGateway ? GatewayKind : PhoneKind)
        .Text(endpoint.Account)
        .Blob(endpoint.SealedPassword)
        .Integer((int)endpoint.Mode)
        .Text(endpoint.Allow.ToString())
        .Flag(endpoint.Locked)
        .Integer(endpoint.ValidUntil?.ToUnixTimeMilliseconds())
        .Integer(endpoint.ExpireMin)
        .Integer(endpoint.ExpireMax)
        .Integer(endpoint.MaxBindings)
        .Flag(endpoint.ManualUnlock)
        .Text(endpoint.Memo)
        .Integer(createdAt)
        .Execute();

    /// <summary>The endpoint in the reader's present row.</summary>
    /// <param name="row">A reader of <see cref="Columns"/>.</param>
    /// <param name="texts">Gives the one copy of texts that many rows share.</param>
    public static Endpoint Read(DbDataReader row, SharedTexts texts)
    {
        var name = row.GetString(0);
        var account = row.IsDBNull(2) ? null : texts.Share(row.GetString(2));
        var password = row.IsDBNull(3) ? null : row.GetFieldValue<byte[]>(3);
        var mode = (AuthenticationMode)row.GetInt32(4);
        var allow = AllowOf(row.GetString(5));
        var locked = row.GetInt32(6) != 0;
        DateTimeOffset? validUntil = row.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7));
        int? expireMin = row.IsDBNull(8) ? null : row.GetInt32(8);
        int? expireMax = row.IsDBNull(9) ? null : row.GetInt32(9);
        int? maxBindings = row.IsDBNull(10) ? null : row.GetInt32(10);
        var manualUnlock = row.GetInt32(11) != 0;
        var memo = texts.Share(row.GetString(12));
        return row.GetInt32(1) == GatewayKind
            ? new MappingGateway
            {
                Name = name, Account = account, SealedPassword = password, Mode = mode, Allow = allow, Locked = locked, ValidUntil = validUntil,
                ExpireMin = expireMin, ExpireMax = expireMax, MaxBindings = maxBindings, ManualUnlock = manualUnlock, Memo = memo,
            }
            : new Phone
            {
                Name = name, Account = account, SealedPassword = password, Mode = mode, Allow = allow, Locked = locked, ValidUntil = validUntil,
                ExpireMin = expireMin, ExpireMax = expireMax, MaxBindings = maxBindings, ManualUnlock = manualUnlock, Memo = memo,
            };
    }

    private static AddressList AllowOf(string text) =>
        text.Length == 0 ? AddressList.Empty
        : AddressList.TryParse(text, out var list, out var error) ? list
        : throw new StoreUnavailableException($"The database holds an address list that cannot be read: {error}");
}

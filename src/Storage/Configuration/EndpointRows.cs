using System.Text;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Configuration;

/// <summary>How an endpoint stands in its table.</summary>
internal static class EndpointRows
{
    /// <summary>The columns in the order in which <see cref="Read"/> reads them.</summary>
    public const string Columns =
        "name, kind, account, password, mode, allow, locked, valid_until, expire_min, expire_max, max_bindings, manual_unlock, memo, calls";

    /// <summary>Writes an endpoint.</summary>
    public const string Upsert = $"""
        INSERT INTO endpoint ({Columns})
        VALUES (@name, @kind, @account, @password, @mode, @allow, @locked, @valid_until, @expire_min, @expire_max, @max_bindings,
                @manual_unlock, @memo, @calls)
        ON CONFLICT (name) DO UPDATE SET
            kind = excluded.kind, account = excluded.account, password = excluded.password, mode = excluded.mode,
            allow = excluded.allow, locked = excluded.locked, valid_until = excluded.valid_until, expire_min = excluded.expire_min,
            expire_max = excluded.expire_max, max_bindings = excluded.max_bindings, manual_unlock = excluded.manual_unlock,
            memo = excluded.memo, calls = excluded.calls
        """;

    private const int PhoneKind = 0;
    private const int GatewayKind = 1;

    /// <summary>The number stored for a kind of endpoint.</summary>
    public static int KindOf<T>() where T : Endpoint =>
        typeof(T) == typeof(Phone) ? PhoneKind
        : typeof(T) == typeof(MappingGateway) ? GatewayKind
        : throw new NotSupportedException($"{typeof(T).Name} is no kind of endpoint that is stored.");

    /// <summary>Runs <see cref="Upsert"/> for one endpoint.</summary>
    public static void Write(PreparedStatement upsert, Endpoint endpoint) => upsert
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
        .Text(StoredCalls.Text(endpoint))
        .Execute();

    /// <summary>The endpoint in a row of <see cref="Columns"/>.</summary>
    /// <param name="row">The row.</param>
    /// <param name="texts">Gives the one copy of texts that many rows share.</param>
    /// <param name="calls">Gives the one object of call fields that many rows share.</param>
    public static Endpoint Read(SqliteRow row, SharedTexts texts, StoredCalls calls)
    {
        var name = row.Text(0);
        var account = row.IsNull(2) ? null : texts.Share(row.Bytes(2));
        var password = row.IsNull(3) ? null : row.Bytes(3).ToArray();
        var mode = (AuthenticationMode)row.Integer(4);
        var allow = AllowOf(row.Bytes(5));
        var locked = row.Flag(6);
        DateTimeOffset? validUntil = row.LongOrNull(7) is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null;
        var expireMin = row.IntegerOrNull(8);
        var expireMax = row.IntegerOrNull(9);
        var maxBindings = row.IntegerOrNull(10);
        var manualUnlock = row.Flag(11);
        var memo = texts.Share(row.Bytes(12));
        var fields = row.IsNull(13) ? null : texts.Share(row.Bytes(13));
        return row.Integer(1) == GatewayKind
            ? new MappingGateway
            {
                Name = name, Account = account, SealedPassword = password, Mode = mode, Allow = allow, Locked = locked, ValidUntil = validUntil,
                ExpireMin = expireMin, ExpireMax = expireMax, MaxBindings = maxBindings, ManualUnlock = manualUnlock, Memo = memo,
                Calls = calls.OfGateway(name, fields),
            }
            : new Phone
            {
                Name = name, Account = account, SealedPassword = password, Mode = mode, Allow = allow, Locked = locked, ValidUntil = validUntil,
                ExpireMin = expireMin, ExpireMax = expireMax, MaxBindings = maxBindings, ManualUnlock = manualUnlock, Memo = memo,
                Calls = calls.OfPhone(name, fields),
            };
    }

    private static AddressList AllowOf(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? AddressList.Empty
        : AddressList.TryParse(Encoding.UTF8.GetString(text), out var list, out var error) ? list
        : throw new StoreUnavailableException($"The database holds an address list that cannot be read: {error}");
}

using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Storage.Configuration;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Storage.Registration;

/// <summary>How a binding stands in its table.</summary>
internal static class BindingRows
{
    /// <summary>Writes a binding.</summary>
    public const string Upsert = $"""
        INSERT INTO binding ({Columns})
        VALUES (@id, @endpoint, @contact, @instance, @reg_id, @call_id_hash, @cseq, @path, @q, @user_agent, @transport, @source,
                @registered_at, @refreshed_at, @expires_at)
        ON CONFLICT (id) DO UPDATE SET
            endpoint = excluded.endpoint, contact = excluded.contact, instance = excluded.instance, reg_id = excluded.reg_id,
            call_id_hash = excluded.call_id_hash, cseq = excluded.cseq, path = excluded.path, q = excluded.q, user_agent = excluded.user_agent,
            transport = excluded.transport, source = excluded.source, registered_at = excluded.registered_at,
            refreshed_at = excluded.refreshed_at, expires_at = excluded.expires_at
        """;

    /// <summary>Forgets a binding.</summary>
    public const string Delete = "DELETE FROM binding WHERE id = @id";

    /// <summary>The bindings to restore at @now: not over, even with the slack of <see cref="BindingRules.StoreSlack"/>.</summary>
    public const string SelectLive = $"SELECT {Columns} FROM binding WHERE {Live}";

    /// <summary>Forgets the bindings that <see cref="SelectLive"/> leaves out.</summary>
    public const string DeleteOthers = $"DELETE FROM binding WHERE NOT ({Live})";

    private const string Columns =
        "id, endpoint, contact, instance, reg_id, call_id_hash, cseq, path, q, user_agent, transport, source, registered_at, refreshed_at, expires_at";

    private const string Live = "expires_at + (expires_at - refreshed_at) / 10 > @now";

    /// <summary>Runs <see cref="Upsert"/> for one binding.</summary>
    public static void Write(PreparedStatement upsert, BindingRecord binding)
    {
        Span<byte> source = stackalloc byte[IpEndpoint.MaxTextLength];
        binding.Source.TryFormat(source, out var length, default, null);
        upsert
            .Integer(binding.Id)
            .Text(binding.Endpoint)
            .Text(binding.Contact)
            .Text(binding.Instance)
            .Integer(binding.RegId)
            .Integer(binding.CallIdHash)
            .Integer(binding.CSeq)
            .Text(binding.Path)
            .Integer(binding.Q)
            .Text(binding.UserAgent)
            .Integer((int)binding.Transport)
            .Utf8(source[..length])
            .Integer(binding.RegisteredAt)
            .Integer(binding.RefreshedAt)
            .Integer(binding.ExpiresAt)
            .Execute();
    }

    /// <summary>The binding in a row of <see cref="SelectLive"/>.</summary>
    public static BindingRecord Read(SqliteRow row, SharedTexts texts) => new()
    {
        Id = row.Long(0),
        Endpoint = row.Text(1),
        Contact = row.Text(2),
        Instance = row.Text(3),
        RegId = row.Integer(4),
        CallIdHash = row.Long(5),
        CSeq = (uint)row.Long(6),
        Path = row.Text(7),
        Q = (ushort)row.Integer(8),
        UserAgent = texts.Share(row.Bytes(9)),
        Transport = (SipTransport)row.Integer(10),
        Source = SourceOf(row.Bytes(11)),
        RegisteredAt = row.Long(12),
        RefreshedAt = row.Long(13),
        ExpiresAt = row.Long(14),
    };

    private static IpEndpoint SourceOf(ReadOnlySpan<byte> text)
    {
        var colon = text.LastIndexOf((byte)':');
        if (colon > 0 && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && IpEndpoint.TryParseHost(text[..colon], port, out var source))
        {
            return source;
        }
        throw new StoreUnavailableException($"The database holds a binding whose source '{Encoding.UTF8.GetString(text)}' is no address.");
    }
}

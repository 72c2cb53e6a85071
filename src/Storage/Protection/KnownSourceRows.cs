using Tandem.Sip.Flows;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Accounts;
using Tandem.Switching.Protection;

namespace Tandem.Storage.Protection;

/// <summary>How a known source stands in its table.</summary>
internal static class KnownSourceRows
{
    /// <summary>Writes a known source with the day on which it was last good.</summary>
    public const string Upsert = """
        INSERT INTO known_source (endpoint, address, day) VALUES (@endpoint, @address, @day)
        ON CONFLICT (endpoint, address) DO UPDATE SET day = excluded.day
        """;

    /// <summary>Those known since the day @oldest.</summary>
    public const string SelectKnown = "SELECT endpoint, address, day FROM known_source WHERE day >= @oldest";

    /// <summary>Runs <see cref="Upsert"/> for one source.</summary>
    public static void Write(PreparedStatement upsert, in KnownSource known)
    {
        Span<byte> address = stackalloc byte[IpEndpoint.MaxTextLength];
        known.Address.TryFormatAddress(address, out var length);
        upsert.Text(known.Endpoint).Utf8(address[..length]).Integer(known.Day).Execute();
    }

    /// <summary>The known source in a row of <see cref="SelectKnown"/>.</summary>
    public static KnownSource Read(SqliteRow row) => IpEndpoint.TryParseHost(row.Bytes(1), 0, out var address)
        ? new KnownSource(row.Text(0), address, row.Integer(2))
        : throw new StoreUnavailableException($"The database holds a known source '{row.Text(1)}' that is no address.");
}

using System.Data.Common;
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

    /// <summary>
    /// Those known since the day @oldest. A source of a former owner of the name, known before the endpoint was made, is
    /// left out; on the day it was made it is given the benefit of the doubt.
    /// </summary>
    public const string SelectKnown = """
        SELECT endpoint, address, day FROM known_source
        WHERE day >= @oldest
        AND EXISTS (SELECT 1 FROM endpoint WHERE endpoint.name = known_source.endpoint AND endpoint.created_at / 86400000 <= known_source.day)
        """;

    /// <summary>Runs <see cref="Upsert"/> for one source.</summary>
    public static void Write(PreparedStatement upsert, in KnownSource known)
    {
        Span<byte> address = stackalloc byte[IpEndpoint.MaxTextLength];
        known.Address.TryFormatAddress(address, out var length);
        upsert.Text(known.Endpoint).Utf8(address[..length]).Integer(known.Day).Execute();
    }

    /// <summary>The known source in the reader's present row.</summary>
    public static KnownSource Read(DbDataReader row)
    {
        var text = row.GetString(1);
        return IpEndpoint.TryParse(text, 0, out var address)
            ? new KnownSource(row.GetString(0), address, row.GetInt32(2))
            : throw new StoreUnavailableException($"The database holds a known source '{text}' that is no address.");
    }
}

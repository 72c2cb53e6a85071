using System.Text;
using Tandem.Sip.Flows;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>How a call record stands in its table.</summary>
internal static class CallRecordRows
{
    /// <summary>The columns in the order in which <see cref="Write"/> and <see cref="Read"/> go over them.</summary>
    public const string Columns = """
        number, id, span, started_at, alerted_at, answered_at, ended_at, account, caller, callee,
        caller_received, callee_received, caller_sent, callee_sent,
        caller_kind, caller_name, caller_address, caller_media, caller_codec, caller_user_agent, caller_call_id,
        callee_kind, callee_name, callee_address, callee_media, callee_codec, callee_user_agent, callee_call_id,
        relayed, attempts, end_reason, end_side, end_code, end_rule, sip_reason,
        caller_packets, caller_lost, caller_jitter_us, caller_mos, caller_round_trip_us, caller_refused, caller_silent, caller_dtmf,
        callee_packets, callee_lost, callee_jitter_us, callee_mos, callee_round_trip_us, callee_refused, callee_silent, callee_dtmf,
        callee_delay_ms, route
        """;

    /// <summary>Writes a record; one that is there already stays as it is.</summary>
    public static readonly string Insert =
        $"INSERT INTO call_record ({Columns}) VALUES ({string.Join(", ", Columns.Split(',').Select(column => "@" + column.Trim()))}) ON CONFLICT (id) DO NOTHING";

    // A quarter of a day. The rows of a longer one would lie so far apart in the numbers' indexes that each record had pages of its own to write.
    private const long SpanMilliseconds = 21_600_000;

    /// <summary>The span of time that the numbers' indexes are divided by, in quarters of days since the Unix epoch.</summary>
    public static long SpanOf(long time) => time / SpanMilliseconds;

    /// <summary>Runs <see cref="Insert"/>.</summary>
    /// <returns>False when the record is there already.</returns>
    public static bool Write(PreparedStatement insert, long number, CallRecord record)
    {
        Span<byte> id = stackalloc byte[16];
        record.Id.TryWriteBytes(id, bigEndian: true, out _);
        insert.Integer(number).Blob(id).Integer(SpanOf(record.StartedAt)).Integer(record.StartedAt)
            .Integer(Reached(record.AlertedAt)).Integer(Reached(record.AnsweredAt)).Integer(record.EndedAt)
            .Text(record.Account ?? "").Text(RecordRules.BilledCaller(record)).Text(RecordRules.BilledCallee(record))
            .Text(record.Received.Caller ?? "").Text(record.Received.Callee ?? "")
            .Text(record.Sent.Caller ?? "").Text(record.Sent.Callee ?? "");
        Write(insert, record.Caller);
        Write(insert, record.Callee);
        insert.Flag(record.Relayed).Integer(record.Attempts)
            .Integer((int)record.EndReason).Integer((int)record.EndSide).Integer(record.EndCode)
            .Text(record.EndRule ?? "").Text(record.SipReason ?? "");
        Write(insert, record.FromCaller);
        Write(insert, record.FromCallee);
        return insert.Integer(record.CalleeDelay == 0 ? null : record.CalleeDelay).Text(record.Route ?? "").ExecuteOne();
    }

    /// <summary>The record in a row of <see cref="Columns"/>.</summary>
    public static NumberedRecord Read(SqliteRow row)
    {
        var record = new CallRecord
        {
            Id = new Guid(row.Bytes(1), bigEndian: true),
            StartedAt = row.Long(3),
            AlertedAt = row.Long(4),
            AnsweredAt = row.Long(5),
            EndedAt = row.Long(6),
            Account = row.Text(7),
            Billed = new CallNumbers(row.Text(8), row.Text(9)),
            Received = new CallNumbers(row.Text(10), row.Text(11)),
            Sent = new CallNumbers(row.Text(12), row.Text(13)),
            Caller = ReadParty(row, 14),
            Callee = ReadParty(row, 21),
            Relayed = row.Flag(28),
            Attempts = row.Integer(29),
            EndReason = (CallEndReason)row.Integer(30),
            EndSide = (EndSide)row.Integer(31),
            EndCode = row.Integer(32),
            EndRule = row.Text(33),
            SipReason = row.Text(34),
            FromCaller = ReadQuality(row, 35),
            FromCallee = ReadQuality(row, 43),
            CalleeDelay = row.Integer(51),
            Route = row.Text(52),
        };
        return new NumberedRecord(row.Long(0), record);
    }

    private static long? Reached(long time) => time == 0 ? null : time;

    private static void Write(PreparedStatement insert, in CallParty party)
    {
        insert.Integer((int)party.Kind).Text(party.Name ?? "");
        Write(insert, party.Address);
        Write(insert, party.MediaAddress);
        insert.Text(party.Codec ?? "").Text(party.UserAgent ?? "").Text(party.CallId ?? "");
    }

    private static CallParty ReadParty(SqliteRow row, int at) => new(
        (PartyKind)row.Integer(at), row.Text(at + 1), ReadAddress(row, at + 2), ReadAddress(row, at + 3),
        row.Text(at + 4), row.Text(at + 5), row.Text(at + 6));

    private static void Write(PreparedStatement insert, in IpEndpoint address)
    {
        Span<byte> text = stackalloc byte[IpEndpoint.MaxTextLength];
        var length = 0;
        if (address != default) address.TryFormat(text, out length, default, null);
        insert.Utf8(text[..length]);
    }

    private static IpEndpoint ReadAddress(SqliteRow row, int at) =>
        IpEndpoint.TryParse(Encoding.ASCII.GetString(row.Bytes(at)), 0, out var address) ? address : default;

    private static void Write(PreparedStatement insert, in MediaQuality quality)
    {
        if (quality == default)
        {
            for (var i = 0; i < 8; i++) insert.Integer(null);
            return;
        }
        insert.Integer(quality.Packets).Integer(quality.Lost).Integer(quality.JitterMicroseconds).Integer(quality.Mos)
            .Integer(quality.RoundTripMicroseconds).Integer(quality.Refused).Flag(quality.Silent).Integer(quality.DtmfEvents);
    }

    private static MediaQuality ReadQuality(SqliteRow row, int at) => new(
        row.Long(at), row.Long(at + 1), row.Integer(at + 2), row.Integer(at + 3), row.Integer(at + 4), row.Long(at + 5), row.Flag(at + 6), row.Integer(at + 7));
}

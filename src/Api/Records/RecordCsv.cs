using System.Globalization;
using Tandem.Api.Csv;
using Tandem.Switching.Records;

namespace Tandem.Api.Records;

/// <summary>The CSV file of call records: times in UTC, text of a peer's choice guarded against spreadsheets.</summary>
internal static class RecordCsv
{
    /// <summary>The header.</summary>
    public static readonly string[] Columns =
    [
        "number", "id", "started_at", "alerted_at", "answered_at", "ended_at", "hold_seconds", "account",
        "caller", "callee", "caller_received", "callee_received", "caller_sent", "callee_sent",
        "caller_kind", "caller_name", "caller_address", "caller_media", "caller_codec", "caller_user_agent", "caller_call_id",
        "callee_kind", "callee_name", "callee_address", "callee_media", "callee_codec", "callee_user_agent", "callee_call_id",
        "relayed", "attempts", "end_reason", "end_side", "end_code", "end_rule", "sip_reason",
        "caller_pdd_seconds", "callee_pdd_seconds",
        "caller_packets", "caller_lost", "caller_jitter_ms", "caller_mos", "caller_round_trip_ms", "caller_refused", "caller_one_way", "caller_dtmf",
        "callee_packets", "callee_lost", "callee_jitter_ms", "callee_mos", "callee_round_trip_ms", "callee_refused", "callee_one_way", "callee_dtmf",
    ];

    /// <summary>One row.</summary>
    public static string[] Row(NumberedRecord numbered)
    {
        var record = numbered.Record;
        return
        [
            Text(numbered.Number), record.Id.ToString(), Time(record.StartedAt), Time(record.AlertedAt), Time(record.AnsweredAt), Time(record.EndedAt),
            Text(RecordRules.HoldTime(record) / 1000m), Guard(record.Account),
            Guard(record.Billed.Caller), Guard(record.Billed.Callee), Guard(record.Received.Caller), Guard(record.Received.Callee),
            Guard(record.Sent.Caller), Guard(record.Sent.Callee),
            .. Party(record.Caller), .. Party(record.Callee),
            record.Relayed ? "yes" : "no", Text(record.Attempts), RecordWords.Word(record.EndReason), RecordWords.Word(record.EndSide),
            Text(record.EndCode), Guard(record.EndRule), Guard(record.SipReason),
            Delay(RecordRules.CallerDelay(record)), Delay(record.CalleeDelay),
            .. Quality(record.FromCaller), .. Quality(record.FromCallee),
        ];
    }

    private static string[] Party(in CallParty party) =>
    [
        RecordWords.Word(party.Kind), Guard(party.Name), PartyView.Text(party.Address), PartyView.Text(party.MediaAddress),
        Guard(party.Codec), Guard(party.UserAgent), Guard(party.CallId),
    ];

    private static string[] Quality(in MediaQuality quality) => quality == default
        ? ["", "", "", "", "", "", "", ""]
        :
        [
            Text(quality.Packets), Text(quality.Lost), Text(quality.JitterMicroseconds / 1000m), quality.Mos == 0 ? "" : Text(quality.Mos / 100m),
            quality.RoundTripMicroseconds == 0 ? "" : Text(quality.RoundTripMicroseconds / 1000m), Text(quality.Refused), quality.Silent ? "yes" : "no",
            Text(quality.DtmfEvents),
        ];

    private static string Guard(string text) => FormulaGuard.Guard(text);

    private static string Text<T>(T value) where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Delay(long milliseconds) => milliseconds == 0 ? "" : Text(milliseconds / 1000m);

    private static string Time(long milliseconds) => milliseconds == 0 ? ""
        : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

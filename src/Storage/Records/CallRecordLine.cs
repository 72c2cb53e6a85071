using System.Globalization;
using System.Text;
using Tandem.Sip.Flows;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>A call record as one line of a text file: fields parted by |, in an order that never changes; docs/call-records.md names them.</summary>
internal static class CallRecordLine
{
    /// <summary>Which field is the record's number, counted from 0.</summary>
    public const int NumberField = 18;

    private const int MostCharacters = 250;

    // Nobody pays: calls are not rated.
    private const int NotBilled = -1;

    /// <summary>Appends the line of a record with its line end.</summary>
    public static void Append(StringBuilder to, NumberedRecord numbered)
    {
        var record = numbered.Record;
        Text(to, RecordRules.BilledCaller(record));
        Text(to, RecordRules.BilledCallee(record));
        Time(to, record.StartedAt);
        Time(to, record.EndedAt);
        Number(to, (RecordRules.HoldTime(record) + 999) / 1000);
        Number(to, (long)record.EndReason);
        Number(to, (long)record.EndSide);
        Text(to, record.Caller.Name);
        Text(to, record.Callee.Name);
        Address(to, record.Caller.Address);
        Address(to, record.Callee.Address);
        Text(to, record.Received.Caller);
        Text(to, record.Received.Callee);
        Text(to, record.Sent.Caller);
        Text(to, record.Sent.Callee);
        Text(to, record.Account);
        Number(to, NotBilled);
        Number(to, record.Relayed ? 1 : 0);
        Number(to, numbered.Number);
        Text(to, record.Id.ToString());
        Time(to, record.AlertedAt);
        Time(to, record.AnsweredAt);
        Text(to, Enum.IsDefined(record.EndReason) ? CallEndReasons.Of(record.EndReason).Word : "");
        Number(to, record.EndCode);
        Text(to, record.EndRule);
        Number(to, record.Attempts);
        Text(to, record.Caller.Codec);
        Text(to, record.Callee.Codec);
        Text(to, record.Caller.CallId);
        Text(to, record.Callee.CallId);
        Text(to, record.SipReason);
        Delay(to, RecordRules.CallerDelay(record));
        Delay(to, record.CalleeDelay);
        Number(to, record.FromCaller.DtmfEvents);
        Number(to, record.FromCallee.DtmfEvents);
        to[^1] = '\n';
    }

    /// <summary>The number in a whole line; 0 when there is none.</summary>
    public static long NumberOf(string line) =>
        line.Split('|') is { Length: > NumberField } fields && long.TryParse(fields[NumberField], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;

    // What would part fields or lines, or hide from whoever reads the file, becomes a blank; peers cannot make it long.
    private static void Text(StringBuilder to, string text)
    {
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MostCharacters))) to.Append(c == '|' || char.IsControl(c) ? ' ' : c);
        to.Append('|');
    }

    private static void Number(StringBuilder to, long number) => to.Append(CultureInfo.InvariantCulture, $"{number}|");

    private static void Delay(StringBuilder to, long milliseconds)
    {
        if (milliseconds != 0) to.Append(CultureInfo.InvariantCulture, $"{milliseconds}");
        to.Append('|');
    }

    private static void Time(StringBuilder to, long milliseconds)
    {
        if (milliseconds != 0) to.Append(CultureInfo.InvariantCulture, $"{DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}");
        to.Append('|');
    }

    private static void Address(StringBuilder to, in IpEndpoint address) => Text(to, address == default ? "" : address.ToString());
}

using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Sip.Flows;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Calls;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>Reads call records. Each question has a connection of its own: a long one makes nobody else wait.</summary>
internal sealed class CallRecordStore(SqliteDatabase database) : ICallRecordStore
{
    private const string Order = "ORDER BY started_at DESC, number DESC LIMIT @limit";

    /// <inheritdoc/>
    public IReadOnlyList<NumberedRecord> List(CallRecordFilter filter, RecordPlace? after, int limit) => Read(connection =>
    {
        var condition = new CallRecordCondition(filter);
        var sql = $"SELECT {CallRecordRows.Columns} FROM call_record WHERE {condition.Sql}{(after is null ? "" : condition.Behind)} {Order}";
        var list = new List<NumberedRecord>();
        foreach (var span in Spans(connection, condition, filter, after?.StartedAt + 1))
        {
            Add(list, connection, sql, condition.Values(span, after, limit - list.Count));
            if (list.Count >= limit) break;
        }
        return list;
    });

    /// <inheritdoc/>
    public IReadOnlyList<NumberedRecord> ListBehind(long number, int limit) => Read(connection =>
    {
        var list = new List<NumberedRecord>();
        Add(list, connection, $"SELECT {CallRecordRows.Columns} FROM call_record WHERE number > @number ORDER BY number LIMIT @limit", new { number, limit });
        return list;
    });

    /// <inheritdoc/>
    public CallRecordTotals Totals(CallRecordFilter filter) => Read(connection =>
    {
        var condition = new CallRecordCondition(filter);
        var sql = $"""
            SELECT COUNT(*), COUNT(answered_at), COALESCE(SUM(CASE WHEN ended_at > answered_at THEN ended_at - answered_at ELSE 0 END), 0)
            FROM call_record WHERE {condition.Sql}
            """;
        var totals = default(CallRecordTotals);
        foreach (var span in Spans(connection, condition, filter, null))
        {
            var (calls, answered, hold) = connection.QuerySingle<(long, long, long)>(sql, condition.Values(span));
            totals += new CallRecordTotals(calls, answered, hold);
        }
        return totals;
    });

    /// <inheritdoc/>
    public NumberedRecord? Find(long number) => Read(connection =>
    {
        var list = new List<NumberedRecord>();
        Add(list, connection, $"SELECT {CallRecordRows.Columns} FROM call_record WHERE number = @number", new { number });
        return list.Count == 0 ? (NumberedRecord?)null : list[0];
    });

    /// <inheritdoc/>
    public IReadOnlyList<CallSummary> Summaries(long from, long to, CallSummary? after, int limit)
    {
        const string Place = " AND minute <= @minute AND (minute < @minute OR source > @source OR (source = @source AND end_reason > @reason))";
        var sql = $"""
            SELECT minute, source, end_reason AS Reason, calls, first_at AS FirstAt, last_at AS LastAt, numbers
            FROM call_summary WHERE minute >= @from AND minute < @to{(after is null ? "" : Place)}
            ORDER BY minute DESC, source, end_reason LIMIT @limit
            """;
        var values = new { from, to, limit, minute = after?.Minute, source = after is null ? "" : CallSummaryRows.SourceText(after), reason = (int?)after?.Reason };
        return Read(connection => connection
            .Query<(long Minute, string Source, int Reason, long Calls, long FirstAt, long LastAt, string Numbers)>(sql, values)
            .Select(row => new CallSummary(row.Minute, CallSummaryRows.SourceOf(row.Source), (CallEndReason)row.Reason, row.Calls, row.FirstAt, row.LastAt, row.Numbers))
            .AsList());
    }

    private T Read<T>(Func<SqliteConnection, T> query)
    {
        using var connection = database.OpenReader();
        return database.Translated(() => query(connection));
    }

    // The spans to ask one after the other, the latest first; a single meaningless one for a condition without numbers.
    private static IEnumerable<long> Spans(SqliteConnection connection, CallRecordCondition condition, CallRecordFilter filter, long? before)
    {
        if (!condition.BySpan) return [0];
        var (oldest, newest) = connection.QuerySingle<(long?, long?)>("SELECT (SELECT MIN(started_at) FROM call_record), (SELECT MAX(started_at) FROM call_record)");
        if (oldest is null) return [];
        var first = CallRecordRows.SpanOf(Math.Max(filter.From, oldest.Value));
        var last = CallRecordRows.SpanOf(Math.Min(Math.Min(filter.To, before ?? filter.To) - 1, newest!.Value));
        return Enumerable.Range(0, (int)Math.Max(0, last - first + 1)).Select(i => last - i);
    }

    private static void Add(List<NumberedRecord> list, SqliteConnection connection, string sql, object values)
    {
        using var reader = (DbDataReader)connection.ExecuteReader(sql, values);
        var row = SqliteRow.Of(reader);
        while (reader.Read()) list.Add(CallRecordRows.Read(row));
    }
}

using Dapper;
using Microsoft.Data.Sqlite;
using Tandem.Storage.Configuration;
using Tandem.Storage.Sqlite;

namespace Tandem.Storage.Records;

/// <summary>
/// Writes batches of records with statements that are prepared once. Records, summaries and how far the journals' files are
/// in the store become durable together, so that after a crash each is written once.
/// </summary>
internal sealed class CallRecordBatchWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly PreparedStatement _record;
    private readonly PreparedStatement _summary;
    private readonly PreparedStatement _position;
    private readonly PreparedStatement _file;
    private long _last;

    public CallRecordBatchWriter(SqliteDatabase database)
    {
        _database = database;
        _record = database.Prepare(CallRecordRows.Insert);
        _summary = database.Prepare(CallSummaryRows.Add);
        _position = database.Prepare(RecordPositions.Upsert);
        _file = database.Prepare(RecordPositions.UpsertFile);
        _last = database.Read(connection => RecordPositions.Find(connection, RecordPositions.Last)) ?? 0;
    }

    /// <summary>The number given last; any thread may read it.</summary>
    public long LastNumber => Volatile.Read(ref _last);

    /// <summary>Writes a batch, all or nothing.</summary>
    /// <returns>How many records were not there before.</returns>
    public int Write(CallRecordBatch batch)
    {
        var last = _last;
        _database.Write(connection =>
        {
            last = _last;
            // The number is given here and not by the engine, whose own counting would leave gaps where a record is there already.
            foreach (var record in batch.Records)
            {
                if (CallRecordRows.Write(_record, last + 1, record)) last++;
            }
            if (last > _last) _position.Text(RecordPositions.Last).Integer(last).Execute();
            foreach (var summary in batch.Summaries) CallSummaryRows.Write(_summary, summary);
            foreach (var entry in batch.Audit) AuditRows.Append(connection, entry);
            WriteFiles(connection, batch);
        });
        var written = (int)(last - _last);
        Volatile.Write(ref _last, last);
        return written;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _record.Dispose();
        _summary.Dispose();
        _position.Dispose();
        _file.Dispose();
    }

    private void WriteFiles(SqliteConnection connection, CallRecordBatch batch)
    {
        foreach (var (file, position) in batch.Positions) _file.Text(file).Integer(position).Execute();
        foreach (var file in batch.Gone) connection.Execute("DELETE FROM call_journal WHERE file = @file", new { file });
    }
}

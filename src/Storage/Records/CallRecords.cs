using Microsoft.Extensions.Logging;
using Tandem.Storage.Journals;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>The call records of a data folder: a journal for each shard, and the thread that brings what ends there to the store.</summary>
public sealed class CallRecords : IDisposable
{
    private readonly CallJournal[] _journals;
    private readonly RecordBacklog _backlog;
    private readonly CallRecordBatchWriter _batches;
    private readonly AutoResetEvent _due = new(false);

    internal CallRecords(SqliteDatabase database, string folder, int shards, CurrentParameters parameters, TimeProvider clock, ILogger log)
    {
        _batches = new CallRecordBatchWriter(database);
        var positions = database.Read(RecordPositions.Files);
        var files = new CallJournalFolder(folder, positions.Keys.Select(CallJournalFolder.NumberOf).DefaultIfEmpty().Max());
        new CallJournalReplay(_batches, RecordSettings.Of(parameters.Set), log).Run(files.Files, positions);
        _backlog = new RecordBacklog(parameters.Set.Get(RecordParameters.PendingLimit));
        _journals = [.. Enumerable.Range(0, shards).Select(shard => new CallJournal(shard, files, _backlog, () => _due.Set()))];
        Writer = new CallRecordWriter(_batches, _journals, _backlog, _due, parameters, clock, log);
    }

    /// <summary>The thread that writes.</summary>
    public CallRecordWriter Writer { get; }

    /// <summary>The number of the record written last; 0 when there is none.</summary>
    public long LastNumber => _batches.LastNumber;

    /// <summary>How many records wait for the store, in memory or in the journals' files.</summary>
    public long Pending => _backlog.Count + _journals.Sum(journal => journal.Outlet.SpilledWaiting);

    /// <summary>How many records had to wait in a file since the start.</summary>
    public long Spilled => _journals.Sum(journal => journal.Outlet.Spilled);

    /// <summary>How many records were lost since the start, because neither the store nor the journal could be written and the room in memory was taken.</summary>
    public long Lost => _journals.Sum(journal => journal.Outlet.Lost);

    /// <summary>How many turns of shards could not be written to their journal.</summary>
    public long JournalFailures => _journals.Sum(journal => journal.Failures);

    /// <summary>The journal of a shard; the shard alone uses it, and flushes it once a turn before it sends.</summary>
    public CallJournal JournalOf(int shard) => _journals[shard];

    /// <summary>Stores what is left. The shards have ended.</summary>
    public void Dispose()
    {
        foreach (var journal in _journals) journal.Flush();
        Writer.Dispose();
        _batches.Dispose();
        _due.Dispose();
    }
}

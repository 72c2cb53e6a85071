using Microsoft.Extensions.Logging;
using Tandem.Storage.Journals;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>
/// Takes the records of calls that have ended out of the shards' journals and writes them to the store in batches, on a
/// thread of its own. While the store cannot be written they wait, in memory and beyond its limit in the journals' files.
/// </summary>
public sealed class CallRecordWriter : IDisposable
{
    /// <summary>How often records are written; sooner when a batch is full. A transaction costs as much as dozens of records.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>How many records are written in one transaction: some ten milliseconds of writing.</summary>
    internal const int BatchSize = 1000;

    private const long SyncEvery = 1000;
    private const long LongestPause = 30_000;

    private static readonly Actor Switch = new("switch", "-");

    private readonly IReadOnlyList<CallJournal> _journals;
    private readonly RecordBacklog _backlog;
    private readonly CurrentParameters _parameters;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CallRecordBatchWriter _store;
    private readonly CallRecordBatch _batch = new();
    private readonly RecordPolicy _policy = new();
    private readonly RetryPause _retry = new(LongestPause);
    private readonly Lock _writing = new();
    private readonly AutoResetEvent _due;
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private ParameterSet? _read;
    private RecordSettings _settings = RecordSettings.Of(ParameterSet.Defaults);
    private volatile bool _stopping;
    private bool _isSpilling;
    private long _syncAt;
    private long _written;
    private long _summarised;
    private long _omitted;
    private long _failures;

    internal CallRecordWriter(
        CallRecordBatchWriter store, IReadOnlyList<CallJournal> journals, RecordBacklog backlog, AutoResetEvent due,
        CurrentParameters parameters, TimeProvider clock, ILogger log)
    {
        _store = store;
        _journals = journals;
        _backlog = backlog;
        _due = due;
        _parameters = parameters;
        _clock = clock;
        _log = log;
        ReadParameters();
        _timer = clock.CreateTimer(_ => _due.Set(), null, Period, Period);
        _thread = new Thread(Run) { Name = "call records", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many records were written since the start.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>How many calls were counted in a summary since the start.</summary>
    public long Summarised => Volatile.Read(ref _summarised);

    /// <summary>How many calls the operator wants no record of, since the start.</summary>
    public long Omitted => Volatile.Read(ref _omitted);

    /// <summary>How many attempts to write failed since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>True while unanswered calls are summarised.</summary>
    public bool IsSummarising => _policy.Flood.IsOn;

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Writes everything that waits, on the calling thread. False when the store cannot be written.</summary>
    public bool Flush()
    {
        lock (_writing)
        {
            var isWritten = WriteAll(Now);
            LookForSpill();
            return isWritten;
        }
    }

    /// <summary>Stops the thread and writes what is left; the journals have been flushed for the last time.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _timer.Dispose();
        _due.Set();
        _thread.Join();
        if (!Flush()) _log.LogError("Call records could not be stored before the stop; those in the journal are at the next start.");
        foreach (var journal in _journals) DeleteSpent(journal, atEnd: true);
    }

    private void Run()
    {
        while (true)
        {
            _due.WaitOne();
            if (_stopping) return;
            lock (_writing)
            {
                var now = Now;
                if (_retry.IsOver(now)) WriteAll(now);
                LookForSpill();
                Sync(now);
            }
        }
    }

    private bool WriteAll(long now)
    {
        ReadParameters();
        try
        {
            // What failed the last time is there still and comes first.
            while (!_batch.IsEmpty || Fetch(now)) WriteBatch();
            if (_retry.Succeeded()) _log.LogWarning("The store can be written again; all call records are stored.");
            return true;
        }
        catch (Exception failure)
        {
            // Whatever it was, the records are still here and the next attempt may succeed; this thread must not end.
            Interlocked.Increment(ref _failures);
            if (_retry.Failed(now)) _log.LogError(failure, "Call records cannot be stored and wait until they can: {Reason}", failure.Message);
            return false;
        }
    }

    private bool Fetch(long now)
    {
        foreach (var journal in _journals) journal.Outlet.Fetch(_batch.Pending);
        LookForFlood(now);
        _batch.Decide(_policy, _settings, now);
        return !_batch.IsEmpty;
    }

    private void WriteBatch()
    {
        var written = _store.Write(_batch);
        Interlocked.Add(ref _written, written);
        Interlocked.Add(ref _summarised, _batch.Summaries.Sum(summary => summary.Calls));
        Interlocked.Add(ref _omitted, _batch.Pending.Count - _batch.Records.Count - _batch.Summaries.Sum(summary => summary.Calls));
        _backlog.Remove(_batch.Pending.Count(pending => pending.InMemory));
        foreach (var (segment, records) in _batch.Pending.Where(pending => pending.Segment is not null).CountBy(pending => pending.Segment!))
        {
            segment.Outlet.Stored(segment, records);
        }
        _batch.Clear();
        foreach (var journal in _journals) DeleteSpent(journal, atEnd: false);
    }

    private void LookForFlood(long now)
    {
        var change = _policy.Flood.Look(now, _backlog.IsHalfFull, _settings);
        if (change == FloodChange.None) return;
        var began = change == FloodChange.Began;
        var action = began ? "records summarise" : "records single";
        var reason = began ? $"{_policy.Flood.InWindow} unanswered calls in {ZeroDurationFlood.WindowSeconds} s, {_backlog.Count} records wait" : null;
        _batch.Audit.Add(new AuditEntry(now, Switch, action, RecordParameters.ZeroHoldTimeAuto.Name, null, reason));
        if (began) _log.LogWarning("Unanswered calls flood in ({Reason}): they are summarised by source and cause from now on.", reason);
        else _log.LogWarning("The flood of unanswered calls is over: each has its own record again.");
    }

    private void LookForSpill()
    {
        var waiting = _journals.Sum(journal => journal.Outlet.SpilledWaiting);
        if (waiting > 0 == _isSpilling) return;
        _isSpilling = waiting > 0;
        if (_isSpilling) _log.LogWarning("The room for {Limit} waiting call records is taken (SERVER_MAX_CDR_PENDING_LIST_LENGTH): further ones wait on the disk.", _backlog.Limit);
        else _log.LogWarning("No call records wait on the disk any more.");
    }

    private void DeleteSpent(CallJournal journal, bool atEnd)
    {
        foreach (var spent in journal.Outlet.TakeSpent(atEnd))
        {
            spent.Delete();
            _batch.Gone.Add(spent.Name);
        }
        if (atEnd) journal.Outlet.Close();
    }

    private void Sync(long now)
    {
        if (now < _syncAt) return;
        _syncAt = now + SyncEvery;
        try
        {
            foreach (var journal in _journals) journal.Outlet.Sync();
        }
        catch (IOException failure)
        {
            _log.LogError("The call journal cannot be made safe against a loss of power: {Reason}", failure.Message);
        }
    }

    private void ReadParameters()
    {
        if (_parameters.Set == _read) return;
        _read = _parameters.Set;
        _settings = RecordSettings.Of(_read);
        _backlog.Limit = _read.Get(RecordParameters.PendingLimit);
    }
}

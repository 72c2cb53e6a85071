using Dapper;
using Microsoft.Extensions.Logging;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;

namespace Tandem.Storage.Journals;

/// <summary>
/// Writes bindings, suspensions and known sources behind the requests that change them: twice a second one thread takes
/// what has changed and writes it in transactions of bounded size. While the store cannot be written the changes wait in
/// memory and the log says so once; nothing that answers a phone ever waits for this.
/// </summary>
public sealed class RegistrationJournal : IDisposable
{
    /// <summary>How often changes are written.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // About ten milliseconds of writing: a configuration write waits no longer than that for its turn.
    private const int BatchSize = 4096;
    private const long LongestPause = 30_000;

    private readonly LocationTable _locations;
    private readonly EndpointSuspension _suspensions;
    private readonly KnownSources _known;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly JournalWriter _writer;
    private readonly PendingChanges _pending;
    private readonly JournalBatch _batch = new();
    private readonly RetryPause _retry = new(LongestPause);
    private readonly Lock _writing = new();
    private readonly AutoResetEvent _due = new(false);
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _completeAt;
    private long _pendingCount;
    private long _written;
    private long _failures;
    private long _lost;
    private long _turns;

    internal RegistrationJournal(
        SqliteDatabase database, LocationTable locations, EndpointSuspension suspensions, KnownSources known, TimeProvider clock, ILogger log)
    {
        _locations = locations;
        _suspensions = suspensions;
        _known = known;
        _clock = clock;
        _log = log;
        _writer = new JournalWriter(database);
        _pending = new PendingChanges(database.Read(connection => connection.QuerySingle<long>("SELECT COALESCE(MAX(id), 0) FROM binding")));
        _completeAt = Now;
        _timer = clock.CreateTimer(_ => _due.Set(), null, Period, Period);
        _thread = new Thread(Run) { Name = "registration journal", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How old the oldest change is that is not stored, in milliseconds; 0 when none waits.</summary>
    public long BehindMs => Pending == 0 ? 0 : Math.Max(0, Now - Volatile.Read(ref _completeAt));

    /// <summary>How many changes wait to be stored.</summary>
    public long Pending => Volatile.Read(ref _pendingCount);

    /// <summary>How many changes were stored since the start.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>How many attempts to store failed since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>How many suspensions were left out of the history because too many waited for a store that could not be written.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>How often the thread has looked for changes.</summary>
    internal long Turns => Volatile.Read(ref _turns);

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Stores everything that has changed until now, on the calling thread. False when the store cannot be written.</summary>
    public bool Flush()
    {
        lock (_writing)
        {
            Collect();
            return Store(Now);
        }
    }

    /// <summary>Stops the thread and stores what is left.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _timer.Dispose();
        _due.Set();
        _thread.Join();
        if (!Flush()) _log.LogError("{Pending} changes of registrations could not be stored before the stop and are lost.", Pending);
        _writer.Dispose();
        _due.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _due.WaitOne();
            if (_stopping) return;
            lock (_writing)
            {
                Collect();
                if (_retry.IsOver(Now)) Store(Now);
            }
            Interlocked.Increment(ref _turns);
        }
    }

    private void Collect()
    {
        _batch.Clear();
        _locations.DrainChanges(_batch.Keep, _batch.Forget);
        _suspensions.DrainEvents(_batch.Suspensions);
        _known.DrainChanges(_batch.KnownSources);
        _pending.Merge(_batch);
        Volatile.Write(ref _pendingCount, _pending.Count);
        if (_pending.Lost > _lost) Volatile.Write(ref _lost, _pending.Lost);
    }

    private bool Store(long collectedAt)
    {
        try
        {
            while (_pending.Count > 0) StoreBatch();
            Volatile.Write(ref _completeAt, collectedAt);
            if (_retry.Succeeded()) _log.LogWarning("The store can be written again; all registrations are stored.");
            return true;
        }
        catch (Exception failure)
        {
            // Whatever it was, the changes are still here and the next attempt may succeed; this thread must not end.
            Interlocked.Increment(ref _failures);
            if (_retry.Failed(collectedAt)) _log.LogError(failure, "Registrations cannot be stored and stay in memory until they can: {Reason}", failure.Message);
            return false;
        }
    }

    private void StoreBatch()
    {
        _batch.Clear();
        _pending.Copy(_batch, BatchSize);
        _writer.Write(_batch);
        _pending.Confirm(_batch);
        Interlocked.Add(ref _written, _batch.Count);
        Volatile.Write(ref _pendingCount, _pending.Count);
    }
}

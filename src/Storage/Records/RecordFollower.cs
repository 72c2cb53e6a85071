using Microsoft.Extensions.Logging;
using Tandem.Storage.Journals;
using Tandem.Storage.Sqlite;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>
/// Follows the stored records in the order of their numbers and takes them somewhere, on a thread of its own. How far it is
/// is kept in the store, so that a restart neither leaves out nor repeats what was safely there. One that is switched on
/// begins with the calls from then on; a target that fails is tried again, later and later.
/// </summary>
public sealed class RecordFollower : IDisposable
{
    /// <summary>How often it looks for records.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private const long Off = -1;
    private const long LongestPause = 60_000;

    private readonly SqliteDatabase _database;
    private readonly ICallRecordStore _records;
    private readonly CallRecords _source;
    private readonly IRecordTarget _target;
    private readonly CurrentParameters _parameters;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RetryPause _retry = new(LongestPause);
    private readonly Lock _following = new();
    private readonly AutoResetEvent _due = new(false);
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly Thread _thread;
    private long _position = Off;
    private bool _isRead;
    private long _failures;

    internal RecordFollower(
        SqliteDatabase database, ICallRecordStore records, CallRecords source, IRecordTarget target, CurrentParameters parameters, TimeProvider clock, ILogger log)
    {
        _database = database;
        _records = records;
        _source = source;
        _target = target;
        _parameters = parameters;
        _clock = clock;
        _log = log;
        _timer = clock.CreateTimer(_ => _due.Set(), null, Period, Period);
        _thread = new Thread(Run) { Name = $"records to {target.Name}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Where it takes them.</summary>
    public string Target => _target.Name;

    /// <summary>How many records it is behind; 0 when it is off.</summary>
    public long Behind => Volatile.Read(ref _position) is var position and not Off ? Math.Max(0, _source.LastNumber - position) : 0;

    /// <summary>How many attempts have failed since the start.</summary>
    public long Failures => Volatile.Read(ref _failures);

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Takes everything that is stored now, on the calling thread. False when the target does not take it.</summary>
    public bool Flush()
    {
        lock (_following) return Follow(Now);
    }

    /// <summary>Ends the thread; what is not taken comes after the next start.</summary>
    public void Dispose()
    {
        if (_stop.IsCancellationRequested) return;
        _timer.Dispose();
        _stop.Cancel();
        _due.Set();
        _thread.Join();
        _due.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (!_stop.IsCancellationRequested)
        {
            lock (_following)
            {
                if (_retry.IsOver(Now)) Follow(Now);
            }
            _due.WaitOne();
        }
    }

    private bool Follow(long now)
    {
        try
        {
            if (!_isRead) ReadPosition();
            if (!_target.IsOn(_parameters.Set))
            {
                if (_position != Off) Keep(Off);
                return true;
            }
            if (_position == Off) Keep(_source.LastNumber);
            while (!_stop.IsCancellationRequested && _source.LastNumber > _position) TakeBatch();
            if (_retry.Succeeded()) _log.LogWarning("Call records reach {Target} again.", _target.Name);
            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception failure)
        {
            // Whatever it was, the records are in the store and come again; this thread must not end.
            Interlocked.Increment(ref _failures);
            if (_retry.Failed(now)) _log.LogError("Call records do not reach {Target} and wait: {Reason}", _target.Name, failure.Message);
            return false;
        }
    }

    private void TakeBatch()
    {
        var batch = _records.ListBehind(_position, _target.BatchSize);
        if (batch.Count > 0) _target.Take(batch, _parameters.Set, _stop.Token);
        // Without any, the retention has removed those in between.
        Keep(batch.Count > 0 ? batch[^1].Number : _source.LastNumber);
    }

    private void ReadPosition()
    {
        var kept = _database.Read(connection => RecordPositions.Find(connection, _target.Name));
        if (kept is not null) Volatile.Write(ref _position, Math.Min(Math.Max(kept.Value, _target.LastNumber()), _source.LastNumber));
        _isRead = true;
    }

    private void Keep(long position)
    {
        _database.Write(connection => RecordPositions.Keep(connection, _target.Name, position == Off ? null : position));
        Volatile.Write(ref _position, position);
    }
}

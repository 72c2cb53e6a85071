using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>
/// One shard's call journal. The calls below append to memory; <see cref="Flush"/> writes a turn's entries with one write
/// before the turn's messages are sent, so that the end of the process takes nothing back that a peer was told. The records
/// of calls that have ended go on to the store from here, in memory or, when too many wait there, through the file.
/// </summary>
public sealed class CallJournal : ICallJournal
{
    // Long enough to be begun rarely, short enough that the next file soon has every call that still goes on.
    private const long DefaultSegmentLength = 32 << 20;
    private const long RetryMilliseconds = 1000;

    private readonly int _shard;
    private readonly CallJournalFolder _folder;
    private readonly RecordBacklog _backlog;
    private readonly long _segmentLength;
    private readonly Action _wake;
    private readonly EntryWriter _turn = new();
    private readonly List<(CallRecord Record, int End)> _ended = [];
    private readonly List<CallJournalSegment> _released = [];
    private readonly Dictionary<Guid, CallJournalSegment> _stated = [];
    private CallJournalSegment? _current;
    private int _opened;
    private long _retryAt;
    private long _failures;

    internal CallJournal(int shard, CallJournalFolder folder, RecordBacklog backlog, Action wake, long segmentLength = DefaultSegmentLength)
    {
        _shard = shard;
        _folder = folder;
        _backlog = backlog;
        _wake = wake;
        _segmentLength = segmentLength;
        Outlet = new CallJournalOutlet(backlog);
    }

    /// <summary>How many turns could not be written to the disk: their calls are unprotected against a crash until their next checkpoint.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Where the records come out.</summary>
    internal CallJournalOutlet Outlet { get; }

    /// <inheritdoc/>
    public void Answered(CallRecord record)
    {
        Begin();
        CallEntry.Write(_turn, CallEntryKind.Answered, record, 0);
        State(record.Id);
    }

    /// <inheritdoc/>
    public void Checkpoint(CallRecord record, long now)
    {
        Begin();
        _stated.TryGetValue(record.Id, out var segment);
        if (segment is not null && segment == _current)
        {
            CallEntry.Write(_turn, CallEntryKind.GoesOn, record, now);
            return;
        }
        // Told again in the present file, so that the former one can be deleted while long calls go on.
        CallEntry.Write(_turn, CallEntryKind.Restated, record, now);
        if (segment is not null) _released.Add(segment);
        State(record.Id);
    }

    /// <inheritdoc/>
    public void Ended(CallRecord record)
    {
        Begin();
        CallEntry.Write(_turn, CallEntryKind.Ended, record, 0);
        if (_stated.Remove(record.Id, out var segment)) _released.Add(segment);
        _ended.Add((record, _turn.Length));
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_turn.Length == 0) return;
        var written = Write();
        if (Outlet.Take(new CallJournalTurn(_current, written ? _turn.Length : 0, _ended, _opened, _released))) _wake();
        _turn.Clear();
        _ended.Clear();
        _opened = 0;
        // What could not be written leaves the former files in charge, and the next turn begins another one.
        if (written) _released.Clear();
        if (!written || _current!.Length >= _segmentLength) _current = null;
    }

    private void State(Guid id)
    {
        if (_current is null)
        {
            _stated.Remove(id);
            return;
        }
        _stated[id] = _current;
        _opened++;
    }

    private bool Write()
    {
        if (_current is null) return false;
        try
        {
            _current.Append(_turn.Written);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failures);
            return false;
        }
    }

    // The first entry of a turn needs to know its file. A disk that is full is asked again once a second.
    private void Begin()
    {
        if (_current is not null || _turn.Length > 0 || Environment.TickCount64 < _retryAt) return;
        try
        {
            _current = _folder.Begin(_shard, Outlet);
            Outlet.Add(_current);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Interlocked.Increment(ref _failures);
            _retryAt = Environment.TickCount64 + RetryMilliseconds;
        }
    }
}

using Tandem.Storage.Records;

namespace Tandem.Storage.Journals;

/// <summary>
/// Where the records of one shard's journal come out, in the order of the file. When too many wait in memory the rest is
/// left in the file and read back from there, until whoever stores them has caught up.
/// </summary>
internal sealed class CallJournalOutlet(RecordBacklog backlog)
{
    private readonly Lock _gate = new();
    private readonly List<CallJournalSegment> _segments = [];
    private readonly Queue<PendingRecord> _waiting = [];
    private CallJournalSegment? _spill;
    private long _spillFrom;
    private long _spilled;
    private long _spilledWaiting;
    private long _lost;

    /// <summary>How many records were left in the file in all.</summary>
    public long Spilled => Volatile.Read(ref _spilled);

    /// <summary>How many of them are still to be read back.</summary>
    public long SpilledWaiting => Volatile.Read(ref _spilledWaiting);

    /// <summary>How many records had room neither in memory nor on the disk.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>The journal has begun a file.</summary>
    public void Add(CallJournalSegment segment)
    {
        lock (_gate) _segments.Add(segment);
    }

    /// <summary>The journal is done with a turn.</summary>
    /// <returns>True when somebody should fetch what waits soon.</returns>
    public bool Take(in CallJournalTurn turn)
    {
        lock (_gate)
        {
            if (turn.Segment is { } segment) segment.Open += turn.Opened;
            if (turn.Length > 0)
            {
                foreach (var former in turn.Released) former.Open--;
                turn.Segment!.Ended += turn.Ended.Count;
            }
            if (turn.Ended.Count > 0) Keep(turn);
            turn.Segment?.Advance(turn.Length);
            return _waiting.Count >= CallRecordWriter.BatchSize || _spill is not null;
        }
    }

    /// <summary>Fetches what waits until the list has a batch. By one thread.</summary>
    public void Fetch(List<PendingRecord> into)
    {
        lock (_gate)
        {
            while (into.Count < CallRecordWriter.BatchSize && _waiting.TryDequeue(out var waiting)) into.Add(waiting);
            if (_waiting.Count > 0 || _spill is null) return;
        }
        while (into.Count < CallRecordWriter.BatchSize && ReadBack(into))
        {
        }
    }

    /// <summary>Makes what the files have survive a loss of power.</summary>
    public void Sync()
    {
        CallJournalSegment[] segments;
        lock (_gate) segments = [.. _segments];
        foreach (var segment in segments) segment.Sync();
    }

    /// <summary>Takes out the files that nobody needs any more; the one that is written to only at the end.</summary>
    public IReadOnlyList<CallJournalSegment> TakeSpent(bool atEnd)
    {
        lock (_gate)
        {
            if (_segments.Count == 0 || (!atEnd && _segments.Count == 1)) return [];
            var spent = _segments.Where((segment, i) => (atEnd || i < _segments.Count - 1) && segment.IsSpent && segment != _spill).ToList();
            foreach (var segment in spent) _segments.Remove(segment);
            return spent;
        }
    }

    /// <summary>Closes the files that are left.</summary>
    public void Close()
    {
        lock (_gate)
        {
            foreach (var segment in _segments) segment.Dispose();
        }
    }

    /// <summary>The store has records of a file.</summary>
    public void Stored(CallJournalSegment segment, int records)
    {
        lock (_gate) segment.Stored += records;
    }

    private void Keep(in CallJournalTurn turn)
    {
        var segment = turn.Length > 0 ? turn.Segment : null;
        var from = segment?.Length ?? 0;
        if ((_spill is null || segment is null) && backlog.TryAdd(turn.Ended.Count))
        {
            foreach (var (record, end) in turn.Ended) _waiting.Enqueue(new PendingRecord(record, segment, from + end, true));
        }
        else if (segment is null)
        {
            _lost += turn.Ended.Count;
        }
        else
        {
            if (_spill is null) (_spill, _spillFrom) = (segment, from);
            _spilled += turn.Ended.Count;
            _spilledWaiting += turn.Ended.Count;
        }
    }

    // False when there is nothing more to read back at present.
    private bool ReadBack(List<PendingRecord> into)
    {
        var segment = _spill!;
        var reader = new CallJournalReader(segment.Handle, _spillFrom, segment.Length);
        var before = into.Count;
        while (into.Count < CallRecordWriter.BatchSize && reader.Read(out var entry))
        {
            if (entry.Kind == CallEntryKind.Ended) into.Add(new PendingRecord(entry.Record!, segment, reader.Position, false));
        }
        lock (_gate)
        {
            _spillFrom = reader.Position;
            _spilledWaiting -= into.Count - before;
            if (into.Count >= CallRecordWriter.BatchSize || _spillFrom < segment.Length) return true;
            var next = _segments.IndexOf(segment) + 1;
            (_spill, _spillFrom) = next < _segments.Count ? (_segments[next], CallJournalSegment.Head.Length) : (null, 0);
            return _spill is not null;
        }
    }
}

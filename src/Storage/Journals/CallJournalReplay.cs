using Microsoft.Extensions.Logging;
using Tandem.Storage.Records;
using Tandem.Switching.Records;

namespace Tandem.Storage.Journals;

/// <summary>
/// Brings to the store what an earlier run has left in its journals: records of ended calls that are not there yet, and one
/// for each call that was up when the switch ended, closed at the time it was last known to go on.
/// </summary>
internal sealed class CallJournalReplay(CallRecordBatchWriter store, RecordSettings settings, ILogger log)
{
    private const long All = long.MaxValue;

    private readonly Dictionary<Guid, (CallRecord Record, long LastKnown)> _open = [];
    private readonly CallRecordBatch _batch = new();
    private int _written;

    /// <summary>Reads the files, brings what they have to the store and deletes them.</summary>
    /// <param name="files">The files in the order in which they were begun.</param>
    /// <param name="positions">How far they are in the store.</param>
    /// <exception cref="Switching.Accounts.StoreUnavailableException">The store cannot be written; the files are as they were.</exception>
    public void Run(IReadOnlyList<string> files, IReadOnlyDictionary<string, long> positions)
    {
        var read = new List<string>();
        foreach (var file in files)
        {
            var position = positions.GetValueOrDefault(Path.GetFileName(file));
            if (position == All || Read(file, position)) read.Add(file);
        }
        var crashed = _open.Count;
        Close();
        foreach (var file in read) _batch.Positions[Path.GetFileName(file)] = All;
        Write();
        foreach (var file in read) File.Delete(file);
        _batch.Gone.AddRange(positions.Keys.Except(files.Except(read).Select(file => Path.GetFileName(file))));
        _batch.Gone.AddRange(read.Select(file => Path.GetFileName(file)));
        if (_batch.Gone.Count > 0) Write();
        if (_written > 0) log.LogWarning("{Written} call records came from the journal of the run before, {Crashed} of them of calls that its end cut off.", _written, crashed);
    }

    private bool Read(string file, long position)
    {
        using var handle = File.OpenHandle(file);
        var head = new byte[CallJournalSegment.Head.Length];
        if (RandomAccess.Read(handle, head, 0) == head.Length && !head.AsSpan().SequenceEqual(CallJournalSegment.Head))
        {
            log.LogError("{File} is no call journal of this version and is left as it is.", file);
            return false;
        }
        var reader = new CallJournalReader(handle, head.Length, RandomAccess.GetLength(handle));
        while (reader.Read(out var entry))
        {
            Take(entry, reader.Position > position);
            if (_batch.Records.Count >= CallRecordWriter.BatchSize)
            {
                _batch.Positions[Path.GetFileName(file)] = reader.Position;
                Write();
            }
        }
        return true;
    }

    private void Take(in CallEntry entry, bool isNew)
    {
        switch (entry.Kind)
        {
            case CallEntryKind.Answered:
                _open[entry.Id] = (entry.Record!, entry.Record!.AnsweredAt);
                break;
            case CallEntryKind.Restated:
                _open[entry.Id] = (entry.Record!, entry.At);
                break;
            case CallEntryKind.GoesOn when _open.TryGetValue(entry.Id, out var open):
                _open[entry.Id] = (open.Record, entry.At);
                break;
            case CallEntryKind.Ended:
                _open.Remove(entry.Id);
                if (isNew) Keep(entry.Record!);
                break;
        }
    }

    private void Close()
    {
        foreach (var (record, lastKnown) in _open.Values)
        {
            RecordRules.CloseAfterCrash(record, lastKnown);
            Keep(record);
        }
    }

    private void Keep(CallRecord record)
    {
        if (RecordRules.IsWanted(record, settings)) _batch.Records.Add(record);
    }

    private void Write()
    {
        _written += store.Write(_batch);
        _batch.Clear();
    }
}

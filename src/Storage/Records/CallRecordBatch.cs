using Tandem.Storage.Journals;
using Tandem.Switching.Operators;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>What goes to the store in one transaction; the lists are filled and emptied again and again.</summary>
internal sealed class CallRecordBatch
{
    /// <summary>The calls that ended, as they came out of the journals.</summary>
    public List<PendingRecord> Pending { get; } = [];

    /// <summary>The records of them that are to be written.</summary>
    public List<CallRecord> Records { get; } = [];

    /// <summary>What is to be added to the summaries.</summary>
    public List<CallSummary> Summaries { get; } = [];

    /// <summary>What the audit log is told.</summary>
    public List<AuditEntry> Audit { get; } = [];

    /// <summary>How far the journals' files are in the store then.</summary>
    public Dictionary<string, long> Positions { get; } = [];

    /// <summary>Files of journals that are gone.</summary>
    public List<string> Gone { get; } = [];

    /// <summary>True when there is nothing to write that anybody waits for.</summary>
    public bool IsEmpty => Pending.Count == 0 && Records.Count == 0 && Audit.Count == 0 && Positions.Count == 0;

    /// <summary>Takes what has come out of the journals and decides what becomes of it.</summary>
    public void Decide(RecordPolicy policy, RecordSettings settings, long now)
    {
        foreach (var pending in Pending)
        {
            if (policy.Decide(pending.Record, now, settings) == RecordVerdict.Written) Records.Add(pending.Record);
            if (pending.Segment is { } segment) Positions[segment.Name] = pending.End;
        }
        policy.Summaries.Drain(Summaries);
    }

    /// <summary>Empties the lists.</summary>
    public void Clear()
    {
        Pending.Clear();
        Records.Clear();
        Summaries.Clear();
        Audit.Clear();
        Positions.Clear();
        Gone.Clear();
    }
}

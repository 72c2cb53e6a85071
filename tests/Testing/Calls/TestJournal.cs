using Tandem.Switching.Records;

namespace Tandem.Testing.Calls;

/// <summary>A journal in memory that checks what every journal may rely on.</summary>
public sealed class TestJournal : ICallJournal
{
    private readonly HashSet<Guid> _answered = [];
    private readonly HashSet<Guid> _ended = [];
    private readonly List<CallRecord> _records = [];
    private readonly Dictionary<Guid, (CallRecord Record, long LastKnown)> _up = [];

    /// <summary>The records of calls that have ended.</summary>
    public IReadOnlyList<CallRecord> Ended => _records;

    /// <summary>The answered calls that have not ended, and when each was last known to go on: what a crash leaves behind.</summary>
    public IReadOnlyCollection<(CallRecord Record, long LastKnown)> Up => _up.Values;

    /// <summary>How many calls were answered.</summary>
    public int AnsweredCount => _answered.Count;

    /// <summary>How many checkpoints were taken.</summary>
    public int Checkpoints { get; private set; }

    /// <inheritdoc/>
    public void Answered(CallRecord record)
    {
        if (record.AnsweredAt == 0 || !_answered.Add(record.Id)) throw new InvalidOperationException("A call is answered once, at a time.");
        _up.Add(record.Id, (record, record.AnsweredAt));
    }

    /// <inheritdoc/>
    public void Checkpoint(CallRecord record, long now)
    {
        if (!_answered.Contains(record.Id) || _ended.Contains(record.Id)) throw new InvalidOperationException("Only a call that is up is checkpointed.");
        _up[record.Id] = (record, now);
        Checkpoints++;
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    void ICallJournal.Ended(CallRecord record)
    {
        if (!_ended.Add(record.Id)) throw new InvalidOperationException("A call ends once.");
        if (record.EndReason == default || record.EndedAt < record.StartedAt) throw new InvalidOperationException("A record has a reason and an end.");
        _up.Remove(record.Id);
        _records.Add(record);
    }
}

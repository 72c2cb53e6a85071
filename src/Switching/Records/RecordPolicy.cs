namespace Tandem.Switching.Records;

/// <summary>What becomes of a record.</summary>
public enum RecordVerdict : byte
{
    /// <summary>It is written.</summary>
    Written,
    /// <summary>It is counted in a summary.</summary>
    Summarised,
    /// <summary>The operator does not want it.</summary>
    Omitted,
}

/// <summary>Decides what becomes of the records of calls that have ended, one after the other. For one thread.</summary>
public sealed class RecordPolicy
{
    /// <summary>Whether unanswered calls flood in.</summary>
    public ZeroDurationFlood Flood { get; } = new();

    /// <summary>What was counted in place of single records.</summary>
    public CallSummaries Summaries { get; } = new();

    /// <summary>Decides about one record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="settings">The parameters in force.</param>
    public RecordVerdict Decide(CallRecord record, long now, RecordSettings settings)
    {
        if (!RecordRules.IsWanted(record, settings)) return RecordVerdict.Omitted;
        if (RecordRules.IsAnswered(record)) return RecordVerdict.Written;
        Flood.Count(now);
        if (!Flood.IsOn) return RecordVerdict.Written;
        Summaries.Add(record);
        return RecordVerdict.Summarised;
    }
}

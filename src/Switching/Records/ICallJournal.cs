namespace Tandem.Switching.Records;

/// <summary>
/// Where one shard's calls leave their trail. What is handed over is copied within the call. The edge makes a whole turn's
/// entries outlive the process before it sends what the turn has answered.
/// </summary>
public interface ICallJournal
{
    /// <summary>The call was answered; <see cref="CallRecord.AnsweredAt"/> is set. Once a call.</summary>
    void Answered(CallRecord record);

    /// <summary>The answered call still goes on at <paramref name="now"/>; every 10 s a call.</summary>
    void Checkpoint(CallRecord record, long now);

    /// <summary>The attempt is over. Once a call, answered or not.</summary>
    void Ended(CallRecord record);

    /// <summary>Makes what was handed over outlive the process; the edge calls it before it sends. Costs nothing when there is nothing.</summary>
    void Flush();
}

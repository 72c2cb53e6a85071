using Tandem.Sip.Transactions;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// A 2xx to an INVITE that is sent again until its ACK comes, whatever the transport (RFC 3261 §13.3.1.4): after T1, then at
/// twice the time up to T2, for 64·T1 in all. It sends nothing itself.
/// </summary>
/// <param name="sequence">The CSeq number of the INVITE.</param>
/// <param name="now">When the 2xx was sent for the first time, in ms since the Unix epoch.</param>
/// <param name="timers">The timers' values.</param>
public sealed class AnswerRetransmission(uint sequence, long now, TransactionTimers timers)
{
    private const long Never = long.MaxValue;

    private readonly long _end = now + 64 * timers.T1;
    private int _interval = timers.T1;
    private long _due = now + timers.T1;

    /// <summary>What is to be done.</summary>
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None,
        /// <summary>Send the 2xx again.</summary>
        SendAgain,
        /// <summary>No ACK came: the dialog is confirmed all the same and is to be ended with BYE.</summary>
        GiveUp,
    }

    /// <summary>True until the ACK has come or was given up.</summary>
    public bool IsWaiting { get; private set; } = true;

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => IsWaiting ? Math.Min(_due, _end) : Never;

    /// <summary>Takes an ACK of the dialog; true when it is the first one for this 2xx.</summary>
    /// <param name="ackSequence">Its CSeq number: another one is for another INVITE.</param>
    public bool OnAck(uint ackSequence)
    {
        if (!IsWaiting || ackSequence != sequence) return false;
        IsWaiting = false;
        return true;
    }

    /// <summary>Stops without an ACK: the dialog has ended.</summary>
    public void Stop() => IsWaiting = false;

    /// <summary>Says what is due; nothing when it is called too early.</summary>
    public Output OnTimer(long now)
    {
        if (now < NextTimer) return Output.None;
        if (now >= _end)
        {
            IsWaiting = false;
            return Output.GiveUp;
        }
        _interval = timers.NextG(_interval);
        _due = now + _interval;
        return Output.SendAgain;
    }
}

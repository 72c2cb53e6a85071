using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// Our reliable provisional answers to one INVITE (RFC 3262 §3): numbered, one at a time, each sent again until its PRACK
/// comes. It sends nothing itself. While <see cref="IsWaiting"/> no other provisional answer and, after an offer in this
/// one, no 2xx may be sent.
/// </summary>
/// <param name="sequence">The CSeq number of the INVITE.</param>
/// <param name="first">The first RSeq, drawn by chance from 1 to 2^31 − 1 (§3).</param>
/// <param name="timers">The timers' values.</param>
public sealed class ReliableProvisional(uint sequence, uint first, TransactionTimers timers)
{
    private const long Never = long.MaxValue;

    private uint _number = first - 1;
    private int _interval;
    private long _due;
    private long _end;

    /// <summary>What is to be done.</summary>
    public enum Output : byte
    {
        /// <summary>Nothing.</summary>
        None,
        /// <summary>Send the answer again.</summary>
        SendAgain,
        /// <summary>No PRACK came in 64·T1: the INVITE is to be refused with a 5xx, as 504.</summary>
        GiveUp,
    }

    /// <summary>True while an answer waits for its PRACK.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>When <see cref="OnTimer"/> is to be called, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => IsWaiting ? Math.Min(_due, _end) : Never;

    /// <summary>Begins the next answer: its RSeq, which goes with Require: 100rel.</summary>
    /// <exception cref="InvalidOperationException">The one before is not acknowledged.</exception>
    public uint Begin(long now)
    {
        if (IsWaiting) throw new InvalidOperationException("One reliable answer at a time (RFC 3262 §3).");
        IsWaiting = true;
        _interval = timers.T1;
        _due = now + _interval;
        _end = now + 64 * timers.T1;
        return ++_number;
    }

    /// <summary>
    /// Takes what a PRACK acknowledges; true when it is the answer that waits, and the PRACK is to be answered 2xx. Any other
    /// is to be answered 481 (§3).
    /// </summary>
    public bool OnPrack(in RAck rack)
    {
        if (!IsWaiting || rack != new RAck(_number, sequence, SipMethod.Invite)) return false;
        IsWaiting = false;
        return true;
    }

    /// <summary>Stops: a final answer was sent or the INVITE cancelled.</summary>
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
        // §3: the interval doubles each time, without the limit T2.
        _interval *= 2;
        _due = now + _interval;
        return Output.SendAgain;
    }
}

using Tandem.Switching.Accounts;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>One call: two legs, the attempts between them, and the record that is kept of it. Used by its shard only.</summary>
internal sealed class Call(Guid id, Caller caller, CallRecord record, CallMedia media)
{
    private SilenceWatch _silence;

    /// <summary>Its number among all calls of all time.</summary>
    public Guid Id => id;

    /// <summary>Who makes it.</summary>
    public Caller Caller => caller;

    /// <summary>What is recorded of it.</summary>
    public CallRecord Record => record;

    /// <summary>Its media.</summary>
    public CallMedia Media => media;

    /// <summary>How far it is.</summary>
    public CallState State { get; set; }

    /// <summary>The caller's leg.</summary>
    public CallLeg CallerLeg { get; set; } = null!;

    /// <summary>The leg that answered; null before.</summary>
    public CallLeg? CalleeLeg { get; set; }

    /// <summary>What was decided about it; replaced when it is forwarded.</summary>
    public CallPlan Plan { get; set; } = null!;

    /// <summary>The next of the plan's attempts.</summary>
    public int NextAttempt { get; set; }

    /// <summary>The attempts that ring.</summary>
    public List<RunningAttempt> Running { get; } = [];

    /// <summary>The lines that the caller and forwarding phones occupy.</summary>
    public List<LineLease> Lines { get; } = [];

    /// <summary>The failure that the caller is told of when nothing follows: the last one of an attempt that was really made.</summary>
    public AttemptFailure? LastFailure { get; set; }

    /// <summary>The best of the failures of the attempts that were begun together; null when none has failed.</summary>
    public AttemptFailure? StepFailure { get; set; }

    /// <summary>The phone that sent the call elsewhere with 3xx, and the number; default when none did.</summary>
    public (Phone? Phone, string Number) Deflection { get; set; }

    /// <summary>The leg whose 2xx waits until the caller has acknowledged a reliable provisional answer (RFC 3262 §3); null when none does.</summary>
    public CallLeg? HeldAnswer { get; set; }

    /// <summary>The provisional status that waits until the caller has acknowledged the one before; 0 when none does.</summary>
    public int HeldAlert { get; set; }

    /// <summary>The numbers that forwarded it, the last first, for Diversion (RFC 5806).</summary>
    public List<Diversion> Diversions { get; } = [];

    /// <summary>The Max-Forwards that its attempts carry.</summary>
    public int MaxForwards { get; set; } = 69;

    /// <summary>The status of the last provisional answer sent to the caller.</summary>
    public int AlertedWith { get; set; }

    /// <summary>When the first attempt is made, when a call rate holds it back; long.MaxValue when it does not.</summary>
    public long StartsAt { get; set; } = long.MaxValue;

    /// <summary>When the duration limit ends it; long.MaxValue = never.</summary>
    public long LimitAt { get; set; } = long.MaxValue;

    /// <summary>Which limit that is.</summary>
    public string LimitRule { get; set; } = "";

    /// <summary>When the next checkpoint is due; long.MaxValue before the answer.</summary>
    public long CheckpointAt { get; set; } = long.MaxValue;

    /// <summary>When its media is looked at next; long.MaxValue when it is not relayed or not answered.</summary>
    public long MediaCheckAt { get; set; } = long.MaxValue;

    /// <summary>How long its sides have been silent.</summary>
    public ref SilenceWatch Silence => ref _silence;

    /// <summary>When it is woken: what the queue of due calls knows.</summary>
    public long ScheduledAt { get; set; } = long.MaxValue;

    /// <summary>The transfer that this call is made for; null for a call that a caller's INVITE made.</summary>
    public Transfer? MadeFor { get; set; }

    /// <summary>The transfer of one of its parties that is under way; null when none is.</summary>
    public Transfer? Transfer { get; set; }

    /// <summary>Takes the line that a leg occupies away from the call; null when it has none there.</summary>
    public LineLease? TakeLine(CallLeg leg)
    {
        var line = leg.Line;
        leg.Line = null;
        return line is not null && Lines.Remove(line) ? line : null;
    }

    /// <summary>Another leg takes the place of one, whose line is free again.</summary>
    public void Replace(CallLeg replaced, CallLeg leg)
    {
        TakeLine(replaced)?.Return();
        if (ReferenceEquals(CallerLeg, replaced)) CallerLeg = leg;
        else CalleeLeg = leg;
    }

    /// <summary>The other leg of an answered call.</summary>
    public CallLeg? Other(CallLeg leg) => ReferenceEquals(leg, CallerLeg) ? CalleeLeg : CallerLeg;

    /// <summary>
    /// Whom a request of the leg's peer is for: the other leg, or before the answer the one that is rung alone. Null when that
    /// is nobody, or not one.
    /// </summary>
    public CallLeg? Partner(CallLeg leg)
    {
        if (State == CallState.Answered) return Other(leg);
        if (State == CallState.Ended || Running is not [{ Legs: [var ringing] }]) return null;
        return ReferenceEquals(leg, CallerLeg) ? ringing : ReferenceEquals(leg, ringing) && MadeFor is null ? CallerLeg : null;
    }

    /// <summary>The earliest time at which something of the call is due.</summary>
    public long NextTimer
    {
        get
        {
            var due = Math.Min(Math.Min(StartsAt, LimitAt), Math.Min(Math.Min(CheckpointAt, MediaCheckAt), TimerOf(CallerLeg)));
            if (CalleeLeg is { } callee) due = Math.Min(due, TimerOf(callee));
            foreach (var attempt in Running)
            {
                due = Math.Min(due, Math.Min(attempt.StartsAt, attempt.RingEndsAt));
                foreach (var leg in attempt.Legs) due = Math.Min(due, leg.NextTimer);
            }
            return due;
        }
    }

    // While a transfer is tried, the transferee is still a leg of the call before, which sees to its timers.
    private long TimerOf(CallLeg leg) => leg.Call == this ? leg.NextTimer : long.MaxValue;
}

/// <summary>How far a call is.</summary>
internal enum CallState : byte
{
    /// <summary>Attempts are being made, or about to.</summary>
    Trying,
    /// <summary>A callee has answered.</summary>
    Answered,
    /// <summary>Its record is closed; at most an ACK is waited for.</summary>
    Ended,
}

using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>One call: two legs, the attempts between them, and the record that is kept of it. Used by its shard only.</summary>
internal sealed class Call(Guid id, Caller caller, CallRecord record, CallMedia media)
{
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

    /// <summary>How the attempt before failed.</summary>
    public AttemptFailure? LastFailure { get; set; }

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

    /// <summary>Since when media is expected: the answer, or the end of the last hold.</summary>
    public long MediaExpectedSince { get; set; }

    /// <summary>When it is woken: what the queue of due calls knows.</summary>
    public long ScheduledAt { get; set; } = long.MaxValue;

    /// <summary>The transfer that this call is made for; null for a call that a caller's INVITE made.</summary>
    public Transfer? MadeFor { get; set; }

    /// <summary>The transfer of one of its parties that is under way; null when none is.</summary>
    public Transfer? Transfer { get; set; }

    /// <summary>The other leg of an answered call.</summary>
    public CallLeg? Other(CallLeg leg) => ReferenceEquals(leg, CallerLeg) ? CalleeLeg : CallerLeg;

    /// <summary>The earliest time at which something of the call is due.</summary>
    public long NextTimer
    {
        get
        {
            var due = Math.Min(Math.Min(StartsAt, LimitAt), Math.Min(Math.Min(CheckpointAt, MediaCheckAt), CallerLeg.NextTimer));
            if (CalleeLeg is { } callee) due = Math.Min(due, callee.NextTimer);
            foreach (var attempt in Running)
            {
                due = Math.Min(due, attempt.RingEndsAt);
                foreach (var leg in attempt.Legs) due = Math.Min(due, leg.NextTimer);
            }
            return due;
        }
    }
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

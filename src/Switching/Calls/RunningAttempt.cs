using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>An attempt that is being made: its lines and the legs that ring for it.</summary>
internal sealed class RunningAttempt(Attempt attempt, LineLease lease)
{
    /// <summary>What is attempted.</summary>
    public Attempt Attempt => attempt;

    /// <summary>The lines it occupies.</summary>
    public LineLease Lease => lease;

    /// <summary>The legs of which none has failed yet.</summary>
    public List<CallLeg> Legs { get; } = [];

    /// <summary>The next of <see cref="Attempt.Targets"/> to try.</summary>
    public int NextTarget { get; set; }

    /// <summary>When it may begin, by the call rate of its gateway; long.MaxValue once it has.</summary>
    public long StartsAt { get; set; } = long.MaxValue;

    /// <summary>When it was begun.</summary>
    public required long BegunAt { get; init; }

    /// <summary>When the INVITE to its first target was sent; 0 before.</summary>
    public long InvitedAt { get; set; }

    /// <summary>The best of the failures of its legs; null when none has failed.</summary>
    public AttemptFailure? Failure { get; set; }

    /// <summary>The number that the phone asks the call to be sent to instead (302); "" = none.</summary>
    public string Deflection { get; set; } = "";

    /// <summary>How far it has come.</summary>
    public AttemptProgress Progress { get; set; }

    /// <summary>When it has rung long enough; long.MaxValue before it rings.</summary>
    public long RingEndsAt { get; set; } = long.MaxValue;
}

namespace Tandem.Simulation.Tests.Calls;

/// <summary>What shall happen in one call, and what its parties have to tell of it afterwards. Times are simulated milliseconds.</summary>
internal sealed class CallScript
{
    /// <summary>A time that does not come.</summary>
    public const long Never = long.MaxValue / 4;

    /// <summary>Its number, which its messages carry as Subject and in the caller's Call-ID.</summary>
    public required int Id { get; init; }

    /// <summary>The called number.</summary>
    public required string Callee { get; init; }

    /// <summary>When the caller sends its INVITE.</summary>
    public required long StartAt { get; init; }

    /// <summary>How long after that it gives up, when it was not answered.</summary>
    public required long CancelAfter { get; init; }

    /// <summary>True when the INVITE has no offer, so that the callee makes it.</summary>
    public required bool LateOffer { get; init; }

    /// <summary>What the caller supports.</summary>
    public required PartyTraits CallerTraits { get; init; }

    /// <summary>What the caller does once it is answered.</summary>
    public required TalkPlan CallerTalk { get; init; }

    /// <summary>What each called party does, by its place among them.</summary>
    public required AnswerPlan[] Answers { get; init; }

    /// <summary>The caller's side, told by the caller.</summary>
    public Testimony Caller { get; } = new();

    /// <summary>The other sides, each told by the party that got an INVITE.</summary>
    public List<Testimony> Callees { get; } = [];
}

/// <summary>What a party supports.</summary>
[Flags]
internal enum PartyTraits
{
    None = 0,
    /// <summary>Session timers (RFC 4028).</summary>
    Timer = 1,
    /// <summary>UPDATE (RFC 3311).</summary>
    Update = 2,
    /// <summary>Reliable provisional answers (RFC 3262).</summary>
    Reliable = 4,
    /// <summary>It thinks before it answers a re-INVITE.</summary>
    Slow = 8,
}

/// <summary>What a party does in a call that is up, in milliseconds after its own answer.</summary>
/// <param name="HangUpAfter">It hangs up.</param>
/// <param name="HoldAfter">It puts the other on hold.</param>
/// <param name="ResumeAfter">It resumes.</param>
/// <param name="TransferAfter">It transfers the other to somebody else, if it is a phone (RFC 3515).</param>
/// <param name="VanishAfter">It is gone without a word.</param>
/// <param name="Reboots">True when it then says 481 to everything, false when it says nothing at all.</param>
internal readonly record struct TalkPlan(long HangUpAfter, long HoldAfter, long ResumeAfter, long TransferAfter, long VanishAfter, bool Reboots);

/// <summary>What a called party does with its INVITE, in milliseconds after it came.</summary>
/// <param name="RingAfter">It rings.</param>
/// <param name="AnswerAfter">It gives its final answer.</param>
/// <param name="Status">That answer; 0 when it is not there at all.</param>
/// <param name="EarlyMedia">True when it sends 183 with SDP instead of 180.</param>
/// <param name="Stubborn">True when it answers a CANCEL with 200 to the INVITE: the two have crossed.</param>
/// <param name="Traits">What it supports.</param>
/// <param name="Talk">What it does once it has answered.</param>
internal readonly record struct AnswerPlan(
    long RingAfter, long AnswerAfter, int Status, bool EarlyMedia, bool Stubborn, PartyTraits Traits, TalkPlan Talk);

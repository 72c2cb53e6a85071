namespace Tandem.Switching.Calls;

/// <summary>How an attempt failed, and how far it had come.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Status">The final code that came, 0 when none did.</param>
/// <param name="Progress">How far the attempt had come.</param>
/// <param name="Rule">The limit, timer or gateway that decided; "" when the callee itself did.</param>
/// <param name="SipReason">The Reason header that came with it (RFC 3326); "" = none.</param>
internal readonly record struct AttemptFailure(
    CallEndReason Reason, int Status, AttemptProgress Progress, string Rule = "", string SipReason = "")
{
    /// <summary>True when the attempt was made; one that found no line or address tells the caller less than one before it.</summary>
    public bool IsReal => Status > 0;

    /// <summary>
    /// The better one of two failures to tell of (RFC 3261 §16.7 step 6): 6xx first, else the lowest class, and of the same class
    /// the later; one of an attempt that was made before one that was not.
    /// </summary>
    public static AttemptFailure Better(AttemptFailure? known, in AttemptFailure failure)
    {
        if (known is not { IsReal: true } before) return failure;
        if (!failure.IsReal || before.Status >= 600) return before;
        return failure.Status >= 600 || failure.Status / 100 <= before.Status / 100 ? failure : before;
    }

    /// <summary>What a final answer of 300–699 means.</summary>
    public static CallEndReason ReasonOf(int status) => status switch
    {
        486 or 600 => CallEndReason.Busy,
        603 => CallEndReason.Declined,
        480 => CallEndReason.NoAnswer,
        488 or 606 => CallEndReason.CodecMismatch,
        _ => CallEndReason.Refused,
    };
}

/// <summary>How far an attempt has come.</summary>
[Flags]
internal enum AttemptProgress : byte
{
    /// <summary>Nothing but perhaps 100.</summary>
    None = 0,
    /// <summary>It rang or made progress (101–199).</summary>
    Ringing = 1,
    /// <summary>It sent SDP.</summary>
    Sdp = 2,
    /// <summary>Media from it was seen.</summary>
    Media = 4,
}

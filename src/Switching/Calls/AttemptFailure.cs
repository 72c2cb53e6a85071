namespace Tandem.Switching.Calls;

/// <summary>How an attempt failed, and how far it had come.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Status">The final code that came, 0 when none did.</param>
/// <param name="Phrase">Its reason phrase.</param>
/// <param name="Progress">How far the attempt had come.</param>
/// <param name="Rule">The limit, timer or gateway that decided; "" when the callee itself did.</param>
/// <param name="SipReason">The Reason header that came with it (RFC 3326); "" = none.</param>
internal readonly record struct AttemptFailure(
    CallEndReason Reason, int Status, string Phrase, AttemptProgress Progress, string Rule = "", string SipReason = "")
{
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

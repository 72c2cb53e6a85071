namespace Tandem.Switching.Calls;

/// <summary>The words of RFC 5806 §4 for why a call is diverted.</summary>
internal static class CallForwarding
{
    /// <summary>The word for a reason that the planner is asked with.</summary>
    public static string Word(CallEndReason why) => why switch
    {
        CallEndReason.Busy => "user-busy",
        CallEndReason.NoAnswer => "no-answer",
        CallEndReason.Offline => "unavailable",
        CallEndReason.Transferred => "deflection",
        _ => "unknown",
    };
}

using Tandem.Switching.Calls;

namespace Tandem.Switching.Routing;

/// <summary>What was found out about who sends an INVITE.</summary>
/// <param name="Kind">What to do next.</param>
/// <param name="Caller">Who it is, when known; also of a refused one.</param>
/// <param name="Refusal">Why it is refused; with <see cref="CallerVerdictKind.Refused"/> only.</param>
/// <param name="Stale">With <see cref="CallerVerdictKind.Challenge"/>: the nonce was right but old (RFC 7616 §3.3).</param>
public readonly record struct CallerVerdict(CallerVerdictKind Kind, Caller? Caller = null, CallEndReason Refusal = default, bool Stale = false);

/// <summary>What to do with an INVITE once its sender was looked for.</summary>
public enum CallerVerdictKind : byte
{
    /// <summary>The caller is known: go on.</summary>
    Known,
    /// <summary>Ask for credentials.</summary>
    Challenge,
    /// <summary>Refuse.</summary>
    Refused,
    /// <summary>Say nothing (SS_REPLY_UNAUTHORIZED 0).</summary>
    Silent,
}

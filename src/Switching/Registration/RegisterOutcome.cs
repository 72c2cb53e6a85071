using Tandem.Switching.Protection;

namespace Tandem.Switching.Registration;

/// <summary>How a REGISTER ended, for the log line, the metrics and the transaction.</summary>
/// <param name="Reason">The true reason.</param>
/// <param name="Began">The suspension that this failure brought about; null when none.</param>
/// <param name="Expires">The shortest expiry granted in seconds; 0 when none was.</param>
/// <param name="SourceIsKnown">True when a binding was refreshed that came from the same address earlier this day.</param>
public readonly record struct RegisterOutcome(RegisterReason Reason, Suspension? Began = null, int Expires = 0, bool SourceIsKnown = false)
{
    /// <summary>
    /// True for an answer that changed nothing and was not worth a look at the credentials. It needs no transaction: whoever
    /// sends the request again gets such an answer again (RFC 3261 §8.2.7), and a flood pushes no honest answer out.
    /// </summary>
    public bool IsStateless => Reason is RegisterReason.Challenged or RegisterReason.EndpointSuspended
        or RegisterReason.DomainNotOurs or RegisterReason.NoAddressOfRecord;
}

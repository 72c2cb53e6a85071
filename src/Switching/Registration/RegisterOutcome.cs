using Tandem.Switching.Protection;

namespace Tandem.Switching.Registration;

/// <summary>How a REGISTER ended, for the log line, the metrics and the transaction.</summary>
/// <param name="Reason">The true reason.</param>
/// <param name="Began">The suspension that this failure brought about; null when none.</param>
/// <param name="Expires">The shortest expiry granted in seconds; 0 when none was.</param>
public readonly record struct RegisterOutcome(RegisterReason Reason, Suspension? Began = null, int Expires = 0)
{
    /// <summary>
    /// True for a challenge to a request without credentials, which needs no transaction: whoever sends the request again
    /// gets another challenge (RFC 3261 §8.2.7).
    /// </summary>
    public bool IsStateless => Reason == RegisterReason.Challenged;
}

using Tandem.Sip.Messages;
using Tandem.Switching.Registration;

namespace Tandem.Switching.UserAgent;

/// <summary>What became of one message, for metrics and logs.</summary>
/// <param name="Kind">Which way it went.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Status">The status answered; 0 for silence.</param>
/// <param name="Rejection">Why the parser refused it.</param>
/// <param name="Register">How a REGISTER ended; only with <see cref="RequestKind.Register"/>.</param>
public readonly record struct RequestOutcome(
    RequestKind Kind, SipMethod Method = SipMethod.Unknown, int Status = 0, SipRejection Rejection = SipRejection.None, RegisterOutcome Register = default);

/// <summary>The ways a message can go.</summary>
public enum RequestKind : byte
{
    /// <summary>The parser refused it.</summary>
    Rejected,
    /// <summary>An answer to a request of ours.</summary>
    Response,
    /// <summary>A request that was answered before: the stored answer went out again.</summary>
    Retransmission,
    /// <summary>A REGISTER.</summary>
    Register,
    /// <summary>A request that begins a call or belongs to one.</summary>
    Call,
    /// <summary>Any other request.</summary>
    Other,
}

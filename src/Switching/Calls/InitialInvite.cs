using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>The INVITE that makes an attempt at one target, and what its answers do (RFC 3261 §13.2.2).</summary>
internal sealed class InitialInvite(CallLeg leg, CallSetup setup) : PendingRequest(leg)
{
    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        switch (response.StatusCode)
        {
            case 100:
                setup.OnTrying(Leg, now);
                break;
            case < 200:
                setup.OnProgress(Leg, response, now);
                break;
            case < 300:
                setup.OnAnswer(Leg, response, now);
                break;
            default:
                setup.OnRefusal(this, response, now);
                break;
        }
    }

    /// <inheritdoc/>
    public override void OnTimeout(long now) =>
        setup.OnFailure(Leg, new AttemptFailure(CallEndReason.InviteTimeout, 408, "Request Timeout", Leg.Attempt!.Progress, "SS_SIP_TIMEOUT_INVITE"), now);

    /// <inheritdoc/>
    public override void OnTransportError(long now) =>
        setup.OnFailure(Leg, new AttemptFailure(CallEndReason.Unreachable, 503, "Service Unavailable", Leg.Attempt!.Progress), now);
}

using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A request of ours that waits for its answer, and what is done with it: the owner of a client transaction.</summary>
internal abstract class PendingRequest(CallLeg leg)
{
    /// <summary>The leg it was sent on.</summary>
    public CallLeg Leg => leg;

    /// <summary>An answer came.</summary>
    public abstract void OnResponse(ClientTransaction transaction, SipMessage response, long now);

    /// <summary>No answer came in time.</summary>
    public abstract void OnTimeout(long now);

    /// <summary>It could not be sent.</summary>
    public virtual void OnTransportError(long now) => OnTimeout(now);
}

/// <summary>A request whose answer changes nothing: BYE, PRACK, NOTIFY.</summary>
internal sealed class ForgottenRequest(CallLeg leg) : PendingRequest(leg)
{
    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
    }

    /// <inheritdoc/>
    public override void OnTimeout(long now)
    {
    }
}

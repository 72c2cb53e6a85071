using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A BYE of ours. Its answer changes nothing, unless the peer wants credentials first: it would wait for ever.</summary>
internal sealed class HangUp(CallLeg leg, string reason, bool isRepeated, LegMessages messages) : PendingRequest(leg)
{
    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (!isRepeated && messages.TakeChallenge(Leg, response, mayRepeat: true)) messages.HangUp(Leg, reason, now, isRepeated: true);
    }

    /// <inheritdoc/>
    public override void OnTimeout(long now)
    {
    }
}

using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A re-INVITE of ours that connects a party to another one.</summary>
internal sealed class TransferOffer(CallLeg leg, CallTakeover takeovers) : PendingRequest(leg)
{
    /// <summary>What is asked for when the party may still refuse; null when it is told what is so already.</summary>
    public Takeover? Takeover { get; init; }

    /// <summary>True once its final answer was dealt with.</summary>
    public bool IsDone { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now) => takeovers.OnOfferAnswered(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => takeovers.OnOfferLost(this, now);
}

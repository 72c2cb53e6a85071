using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A re-INVITE of ours that connects a party to another one.</summary>
internal sealed class TransferOffer(CallLeg leg, Transfer transfer, CallTransfer transfers) : PendingRequest(leg)
{
    /// <summary>The transfer.</summary>
    public Transfer Transfer => transfer;

    /// <summary>True for the one that asks the remaining party; false for the one that tells the transferee.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>True once its final answer was dealt with.</summary>
    public bool IsDone { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now) => transfers.OnOfferAnswered(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => transfers.OnOfferLost(this, now);
}

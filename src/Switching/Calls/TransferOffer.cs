using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A re-INVITE of ours that connects a party to another one.</summary>
/// <param name="leg">The party's leg.</param>
/// <param name="giveUpAt">Until when it is sent again after a 491, in milliseconds since the Unix epoch.</param>
/// <param name="takeovers">What hears of the answer.</param>
internal sealed class TransferOffer(CallLeg leg, long giveUpAt, CallTakeover takeovers) : PendingRequest(leg)
{
    /// <summary>What is asked for when the party may still refuse; null when it is told what is so already.</summary>
    public Takeover? Takeover { get; init; }

    /// <summary>Until when it is sent again after a 491.</summary>
    public long GiveUpAt => giveUpAt;

    /// <summary>True once it was sent again for a longer session or with credentials.</summary>
    public bool IsRepeated { get; set; }

    /// <summary>True once its final answer was dealt with.</summary>
    public bool IsDone { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now) => takeovers.OnOfferAnswered(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => takeovers.OnOfferLost(this, now);
}

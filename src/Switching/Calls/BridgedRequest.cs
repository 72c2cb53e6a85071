using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>A party's request that was passed on to the other party.</summary>
/// <param name="leg">The leg it was passed on to.</param>
/// <param name="from">The leg whose peer asked.</param>
/// <param name="transaction">Its request.</param>
/// <param name="method">The method of ours.</param>
/// <param name="bridge">What hears of the answer.</param>
internal sealed class BridgedRequest(CallLeg leg, CallLeg from, ServerTransaction transaction, SipMethod method, CallBridge bridge) : PendingRequest(leg)
{
    /// <summary>The leg whose peer asked.</summary>
    public CallLeg From => from;

    /// <summary>Its request.</summary>
    public ServerTransaction Transaction => transaction;

    /// <summary>The method of ours.</summary>
    public SipMethod Method => method;

    /// <summary>Whether it carried an offer.</summary>
    public bool Offered { get; init; }

    /// <summary>The session description in force before the offer, of whoever offered: back in force when it is refused.</summary>
    public byte[] Before { get; init; } = [];

    /// <summary>The leg whose place <see cref="From"/> takes when the answer is 2xx (RFC 3891); null when it is a party of the call already.</summary>
    public CallLeg? Replaced { get; init; }

    /// <summary>True once its final answer was dealt with.</summary>
    public bool Done { get; set; }

    /// <summary>True once it was sent again for a longer session or with credentials.</summary>
    public bool IsRepeated { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction clientTransaction, SipMessage response, long now) => bridge.OnResponse(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => bridge.OnTimeout(this, now);
}

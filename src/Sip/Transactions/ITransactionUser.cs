using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The transaction user of RFC 3261 §5: what hears of requests and answers once the transactions have absorbed what comes
/// again. A message given here is good until the call returns.
/// </summary>
public interface ITransactionUser
{
    /// <summary>A new request, any method but ACK and CANCEL. It is to be answered through <see cref="TransactionLayer.Respond"/>, now or later.</summary>
    void OnRequest(ServerTransaction transaction, SipMessage request, long now);

    /// <summary>
    /// A message that concerns the next hop alone and was dealt with by the transactions: a CANCEL and its answer, the ACK of a
    /// refusal, in either direction. Only for a record of what was said: nothing is to be done about it. What is sent again is not told
    /// again.
    /// </summary>
    /// <param name="owner">What the user keeps with the INVITE; null when it keeps nothing.</param>
    /// <param name="sent">True for one that was sent.</param>
    /// <param name="flow">What it came in or was sent on.</param>
    /// <param name="message">Its bytes.</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    void OnHopMessage(object? owner, bool sent, in Flow flow, ReadOnlySpan<byte> message, long now)
    {
    }

    /// <summary>A CANCEL for an INVITE that has no final answer yet; the CANCEL itself is answered already (§9.2).</summary>
    void OnCancel(ServerTransaction invite, SipMessage cancel, long now);

    /// <summary>An ACK that belongs to no transaction: that for a 2xx (§13.2.2.4).</summary>
    void OnAck(SipMessage ack, in Flow flow, long now);

    /// <summary>An answer; of an INVITE every provisional one, the final one, and every 2xx, those that come again among them (RFC 6026).</summary>
    void OnResponse(ClientTransaction transaction, SipMessage response, long now);

    /// <summary>No final answer came in time (timer B or F): counts as 408 (§8.1.3.1).</summary>
    void OnTimeout(ClientTransaction transaction, long now);

    /// <summary>The request could not be sent: counts as 503 (§8.1.3.1).</summary>
    void OnTransportError(ClientTransaction transaction, long now);
}

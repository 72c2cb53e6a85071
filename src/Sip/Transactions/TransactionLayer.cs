using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>
/// The transactions of one shard that live longer than a turn: RFC 3261 §17 with RFC 6026. It sends through the outbox it
/// is given, keeps what has to be sent again, and tells its user what is new. One thread.
/// </summary>
public sealed class TransactionLayer
{
    /// <summary>A layer without transactions.</summary>
    /// <param name="keys">Makes the keys.</param>
    /// <param name="timers">The timers' values.</param>
    /// <param name="outbox">Where messages go.</param>
    public TransactionLayer(TransactionKeys keys, TransactionTimers timers, IOutbox outbox) => _ = (keys, timers, outbox);

    /// <summary>Who hears of what is new; set once, before the first message.</summary>
    public ITransactionUser User { get; set; } = null!;

    /// <summary>How many transactions live.</summary>
    public int Count => 0;

    /// <summary>When <see cref="OnTimer"/> is to be called next, in ms since the Unix epoch; long.MaxValue for never.</summary>
    public long NextTimer => long.MaxValue;

    /// <summary>
    /// Takes a request that parsed (its key is made by <see cref="TransactionKeys.OfRequest"/>): absorbs what comes again, pairs
    /// CANCEL and ACK with their INVITE, answers merged INVITEs with 482 (§8.2.2.2), and hands new requests to the user.
    /// </summary>
    public void Receive(SipMessage request, in TransactionKey key, in Flow flow, long now) => throw new NotSupportedException();

    /// <summary>Takes an answer that parsed; one that fits no transaction goes nowhere (§18.1.2), but a 2xx of an INVITE whose transaction is over.</summary>
    public void ReceiveResponse(SipMessage response, in Flow flow, long now) => throw new NotSupportedException();

    /// <summary>
    /// The request of a server transaction, read again from its copy, for writing an answer and for its headers. Good until
    /// the next call of this method.
    /// </summary>
    public SipMessage Request(ServerTransaction transaction) => throw new NotSupportedException();

    /// <summary>
    /// Sends an answer that was written into the place that the outbox lent for <see cref="ServerTransaction.Route"/>, and keeps
    /// it to send it again.
    /// </summary>
    public void Respond(ServerTransaction transaction, ReadOnlySpan<byte> response, int status, long now) => throw new NotSupportedException();

    /// <summary>Sends the answer of a server transaction once more: a 2xx whose ACK does not come (§13.3.1.4), a reliable 18x (RFC 3262 §3).</summary>
    public void SendAgain(ServerTransaction transaction, long now) => throw new NotSupportedException();

    /// <summary>
    /// Sends a request that was written, with this branch in its Via, into the place that the outbox lent for the flow; not
    /// for ACK, which has no transaction.
    /// </summary>
    public ClientTransaction Send(object owner, LocalId branch, SipMethod method, in Flow flow, ReadOnlySpan<byte> request, long now) =>
        throw new NotSupportedException();

    /// <summary>Cancels an INVITE of ours (§9.1): at once when a provisional answer has come, else when one comes.</summary>
    public void Cancel(ClientTransaction invite, long now) => throw new NotSupportedException();

    /// <summary>Fires what is due.</summary>
    public void OnTimer(long now) => throw new NotSupportedException();

    /// <summary>A connection has gone or could not be opened: requests that wait on it fail.</summary>
    public void ConnectionFailed(in Flow flow, long now) => throw new NotSupportedException();
}

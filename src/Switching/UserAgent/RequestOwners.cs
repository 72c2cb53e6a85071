using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.UserAgent;

/// <summary>Tells the owner of a request what came of it, and the calls everything else: what the transactions of a shard speak to.</summary>
/// <param name="calls">The calls.</param>
public sealed class RequestOwners(ITransactionUser calls) : ITransactionUser
{
    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, long now) => calls.OnRequest(transaction, request, now);

    /// <inheritdoc/>
    public void OnHopMessage(object? owner, bool sent, in Flow flow, ReadOnlySpan<byte> message, long now)
    {
        if (owner is not IRequestOwner) calls.OnHopMessage(owner, sent, flow, message, now);
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction invite, SipMessage cancel, long now) => calls.OnCancel(invite, cancel, now);

    /// <inheritdoc/>
    public void OnAck(SipMessage ack, in Flow flow, long now) => calls.OnAck(ack, flow, now);

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (transaction.Owner is IRequestOwner owner) owner.OnResponse(transaction, response, now);
        else calls.OnResponse(transaction, response, now);
    }

    /// <inheritdoc/>
    public void OnTimeout(ClientTransaction transaction, long now)
    {
        if (transaction.Owner is IRequestOwner owner) owner.OnFailure(transaction, wasSent: true, now);
        else calls.OnTimeout(transaction, now);
    }

    /// <inheritdoc/>
    public void OnTransportError(ClientTransaction transaction, long now)
    {
        if (transaction.Owner is IRequestOwner owner) owner.OnFailure(transaction, wasSent: false, now);
        else calls.OnTransportError(transaction, now);
    }
}

using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>The client half of a <see cref="TransactionLayer"/>: requests of ours that wait for their answers.</summary>
internal sealed class ClientTransactions(TransactionTimers timers, IOutbox outbox, MessagePool pool, TimerQueue queue)
{
    private readonly Dictionary<LocalId, ClientTransaction> _transactions = [];
    private readonly List<ClientTransaction> _failed = [];
    private readonly SipMessage _invite = new();
    private byte[] _ack = [];

    public int Count => _transactions.Count;

    public TransactionTimers Timers { get; set; } = timers;

    public ITransactionUser User { get; set; } = null!;

    public ClientTransaction Send(object owner, LocalId branch, SipMethod method, in Flow flow, ReadOnlySpan<byte> request, long now)
    {
        var transaction = new ClientTransaction(owner, branch, method, flow);
        if (transaction.IsInvite) transaction.Invite = InviteClientTransaction.Start(now, Timers, flow.Transport, out _);
        else transaction.NonInvite = NonInviteClientTransaction.Start(now, Timers, flow.Transport, out _);
        _transactions.Add(branch, transaction);
        // A request is kept to be sent again, an INVITE also for its ACK and CANCEL.
        if (transaction.IsInvite || !flow.Transport.IsReliable()) transaction.Request.Keep(request, pool);
        outbox.Send(flow, request.Length);
        queue.Schedule(transaction);
        return transaction;
    }

    public void Cancel(ClientTransaction invite, ReadOnlyMemory<byte> reason, long now)
    {
        if (!invite.IsInvite) throw new ArgumentException("Only an INVITE can be cancelled (§9.1).", nameof(invite));
        if (invite.IsCancelled || invite.IsAnswered || invite.IsOver) return;
        invite.Cancelling = CancelState.Wanted;
        invite.CancelReason = reason;
        if (invite.IsProceeding) StartCancel(invite, now);
    }

    /// <summary>Takes an answer; one that belongs to no transaction goes nowhere (§18.1.2).</summary>
    public void Receive(SipMessage response, long now)
    {
        if (!LocalId.TryParseBranch(response.TopVia.Branch, out var branch) || HasFurtherVia(response)) return;
        if (!_transactions.TryGetValue(branch, out var transaction)) return;
        if (response.CSeq.Method == transaction.Method) Take(transaction, response, now);
        else if (response.CSeq.Method == SipMethod.Cancel) TakeCancelAnswer(transaction, response, now);
    }

    public void OnTimer(ClientTransaction transaction, long now)
    {
        if (!transaction.IsInvite)
        {
            Do(transaction, transaction.NonInvite.OnTimer(now), null, now);
            return;
        }
        if (transaction.Cancelling == CancelState.Sent) OnCancelTimer(transaction, now);
        Do(transaction, transaction.Invite.OnTimer(now), null, now);
    }

    /// <summary>Tells the requests that were sent on a connection that it is gone.</summary>
    public void ConnectionFailed(in Flow flow, long now)
    {
        _failed.Clear();
        foreach (var transaction in _transactions.Values)
        {
            if (transaction.Flow.TakesSameWayAs(flow)) _failed.Add(transaction);
        }
        foreach (var transaction in _failed)
        {
            if (transaction.IsInvite) Do(transaction, transaction.Invite.OnTransportError(now), null, now);
            else Do(transaction, transaction.NonInvite.OnTransportError(now), null, now);
        }
    }

    // §8.1.3.3: an answer with more Vias than ours has gone astray.
    private static bool HasFurtherVia(SipMessage response)
    {
        var vias = response.Values(HeaderName.Via);
        return vias.MoveNext() && vias.MoveNext();
    }

    private void Take(ClientTransaction transaction, SipMessage response, long now)
    {
        var status = response.StatusCode;
        if (status < 200) transaction.IsProceeding = true;
        else transaction.IsAnswered = true;
        if (!transaction.IsInvite)
        {
            Do(transaction, transaction.NonInvite.OnResponse(status, now), response, now);
            return;
        }
        var output = transaction.Invite.OnResponse(status, now);
        if (transaction.IsAnswered) transaction.Cancelling = EndOfCancel(transaction);
        Do(transaction, output, response, now);
        if (!transaction.IsAnswered && transaction.Cancelling == CancelState.Wanted) StartCancel(transaction, now);
    }

    // Once the INVITE is answered there is nothing to cancel, and a CANCEL on its way need not be sent again.
    private static CancelState EndOfCancel(ClientTransaction invite) => invite.IsCancelled ? CancelState.Done : CancelState.None;

    private void TakeCancelAnswer(ClientTransaction invite, SipMessage response, long now)
    {
        // The answer may come after that of the INVITE, which has put an end to the CANCEL.
        if (invite.IsCancelled) User.OnHopMessage(invite.Owner, false, invite.Flow, response.Bytes, now);
        if (invite.Cancelling != CancelState.Sent) return;
        invite.NonInvite.OnResponse(response.StatusCode, now);
        if (response.StatusCode >= 200) invite.Cancelling = CancelState.Done;
    }

    private void StartCancel(ClientTransaction invite, long now)
    {
        invite.Cancelling = CancelState.Sent;
        invite.NonInvite = NonInviteClientTransaction.Start(now, Timers, invite.Flow.Transport, out _);
        invite.Invite.OnCancelSent(now);
        User.OnHopMessage(invite.Owner, true, invite.Flow, SendCancel(invite), now);
        queue.Schedule(invite);
    }

    private void OnCancelTimer(ClientTransaction invite, long now)
    {
        if ((invite.NonInvite.OnTimer(now) & NonInviteClientTransaction.Output.Send) != 0) SendCancel(invite);
    }

    private void Do(ClientTransaction transaction, NonInviteClientTransaction.Output output, SipMessage? response, long now)
    {
        if ((output & NonInviteClientTransaction.Output.Send) != 0) SendRequest(transaction);
        // Whatever is answered is not sent again.
        if (transaction.IsAnswered) transaction.Request.Drop(pool);
        if ((output & NonInviteClientTransaction.Output.Terminated) != 0) Forget(transaction);
        else queue.Schedule(transaction);
        if ((output & NonInviteClientTransaction.Output.PassToUser) != 0) User.OnResponse(transaction, response!, now);
        if ((output & NonInviteClientTransaction.Output.Timeout) != 0) User.OnTimeout(transaction, now);
        if ((output & NonInviteClientTransaction.Output.TransportFailed) != 0) User.OnTransportError(transaction, now);
    }

    private void Do(ClientTransaction transaction, InviteClientTransaction.Output output, SipMessage? response, long now)
    {
        if ((output & InviteClientTransaction.Output.Send) != 0) SendRequest(transaction);
        var ack = (output & InviteClientTransaction.Output.SendAck) != 0 ? SendAck(transaction, response!) : 0;
        // The ACK of a 2xx is the user's (§13.2.2.4); only a refusal needs the INVITE once more.
        if (transaction.Invite.Current == InviteClientTransaction.State.Accepted) transaction.Request.Drop(pool);
        if ((output & InviteClientTransaction.Output.Terminated) != 0) Forget(transaction);
        else queue.Schedule(transaction);
        if ((output & InviteClientTransaction.Output.PassToUser) != 0)
        {
            User.OnResponse(transaction, response!, now);
            if (ack > 0) User.OnHopMessage(transaction.Owner, true, transaction.Flow, _ack.AsSpan(0, ack), now);
        }
        if ((output & InviteClientTransaction.Output.Timeout) != 0) User.OnTimeout(transaction, now);
        if ((output & InviteClientTransaction.Output.TransportFailed) != 0) User.OnTransportError(transaction, now);
    }

    private void SendRequest(ClientTransaction transaction)
    {
        var request = transaction.Request.Bytes;
        request.CopyTo(outbox.Reserve(transaction.Flow));
        outbox.Send(transaction.Flow, request.Length);
    }

    // Returns the length of the ACK, of which a copy is kept: the user is told of it after the refusal, when its place is another's.
    private int SendAck(ClientTransaction invite, SipMessage refusal)
    {
        var place = outbox.Reserve(invite.Flow);
        var length = HopRequests.WriteAck(place, Read(invite), refusal);
        if (length == 0) return 0;
        if (_ack.Length < length) _ack = new byte[length];
        place[..length].CopyTo(_ack);
        outbox.Send(invite.Flow, length);
        return length;
    }

    private ReadOnlySpan<byte> SendCancel(ClientTransaction invite)
    {
        var place = outbox.Reserve(invite.Flow);
        var length = HopRequests.WriteCancel(place, Read(invite), invite.CancelReason.Span);
        if (length > 0) outbox.Send(invite.Flow, length);
        return place[..length];
    }

    private SipMessage Read(ClientTransaction invite)
    {
        SipParser.Parse(invite.Request.Place, 0, invite.Request.Bytes.Length, _invite, SipLimits.Default);
        return _invite;
    }

    private void Forget(ClientTransaction transaction)
    {
        _transactions.Remove(transaction.Branch);
        transaction.Request.Drop(pool);
    }
}

using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>The server half of a <see cref="TransactionLayer"/>: requests that came in, and their answers.</summary>
internal sealed class ServerTransactions(TransactionKeys keys, TransactionTimers timers, IOutbox outbox, MessagePool pool, TimerQueue queue)
{
    private readonly Dictionary<TransactionKey, ServerTransaction> _transactions = [];

    // The first of the requests that may come merged (§8.2.2.2).
    private readonly Dictionary<TransactionKey, ServerTransaction> _firsts = [];

    private readonly OwnAnswers _own = new(keys, outbox);
    private readonly SipMessage _request = new();
    private ServerTransaction? _requestOf;

    public int Count => _transactions.Count;

    public ITransactionUser User { get; set; } = null!;

    /// <summary>True when a request of that key is being answered, or was answered a while ago.</summary>
    public bool Knows(in TransactionKey key) => _transactions.ContainsKey(key);

    /// <summary>True when a request of that key is known, or is the ACK or CANCEL of an INVITE that is.</summary>
    public bool Knows(SipMessage request, in TransactionKey key) =>
        Knows(request.Method is SipMethod.Ack or SipMethod.Cancel ? keys.OfInvite(request) : key);

    /// <summary>Takes a request other than ACK and CANCEL.</summary>
    public void Receive(SipMessage request, in TransactionKey key, in Flow flow, long now)
    {
        if (_transactions.TryGetValue(key, out var known))
        {
            ReceiveAgain(known, now);
            return;
        }
        var transaction = Begin(request, key, flow, now);
        if (IsMerged(request, transaction)) RefuseMerged(transaction, request, now);
        else User.OnRequest(transaction, request, now);
    }

    /// <summary>Takes an ACK: absorbs that of a refusal, hands on that of a 2xx.</summary>
    public void ReceiveAck(SipMessage ack, in Flow flow, long now)
    {
        if (!_transactions.TryGetValue(keys.OfInvite(ack), out var invite))
        {
            User.OnAck(ack, flow, now);
            return;
        }
        var output = invite.Invite.OnAck(now);
        Finish(invite, output);
        if ((output & InviteServerTransaction.Output.PassToUser) != 0) User.OnAck(ack, flow, now);
        else User.OnHopMessage(invite.Owner, false, flow, ack.Bytes, now);
    }

    /// <summary>
    /// Takes a CANCEL (§9.2). It needs no transaction of its own: what it is answered depends on its INVITE alone, and the user
    /// hears of it once.
    /// </summary>
    public void ReceiveCancel(SipMessage cancel, in TransactionKey key, in Flow flow, long now)
    {
        if (!_transactions.TryGetValue(keys.OfInvite(cancel), out var invite))
        {
            _own.RefuseCancel(cancel, key, flow);
            return;
        }
        User.OnHopMessage(invite.Owner, false, flow, cancel.Bytes, now);
        _own.AcceptCancel(cancel, flow, invite, User, now);
        if (invite.IsAnswered || invite.IsCancelled) return;
        invite.IsCancelled = true;
        User.OnCancel(invite, cancel, now);
    }

    public SipMessage Request(ServerTransaction transaction)
    {
        if (_requestOf == transaction) return _request;
        var stored = transaction.Request;
        if (stored.IsEmpty) throw new InvalidOperationException("The transaction is over.");
        SipParser.Parse(stored.Place, 0, stored.Bytes.Length, _request, SipLimits.Default);
        _requestOf = transaction;
        return _request;
    }

    public void Respond(ServerTransaction transaction, ReadOnlySpan<byte> response, int status, long now)
    {
        if (!TakeAnswer(transaction, status, now)) return;
        transaction.Answer.Keep(response, pool);
        outbox.Send(transaction.Route, response.Length);
        if (status < 200) return;
        transaction.IsAnswered = true;
        // A refused request is not waiting for anything that a second copy of it could disturb.
        if (status >= 300) ForgetFirst(transaction);
        if (transaction.IsOver) Forget(transaction);
        else queue.Schedule(transaction);
    }

    public void SendAgain(ServerTransaction transaction)
    {
        var answer = transaction.Answer.Bytes;
        if (answer.IsEmpty) return;
        answer.CopyTo(outbox.Reserve(transaction.Route));
        outbox.Send(transaction.Route, answer.Length);
    }

    public void OnTimer(ServerTransaction transaction, long now)
    {
        if (transaction.IsInvite)
        {
            var output = transaction.Invite.OnTimer(now);
            if ((output & InviteServerTransaction.Output.Resend) != 0) SendAgain(transaction);
            Finish(transaction, output);
        }
        else if (now >= transaction.Expiry)
        {
            transaction.State = NonInviteServerTransaction.State.Terminated;
            Forget(transaction);
        }
    }

    private ServerTransaction Begin(SipMessage request, in TransactionKey key, in Flow flow, long now)
    {
        var transaction = new ServerTransaction(request, key, flow)
        {
            Invite = new InviteServerTransaction(timers, flow.Transport),
            // A client that has waited for timer F waits no longer, answered or not.
            Expiry = now + timers.F,
        };
        transaction.Request.Keep(request.Bytes, pool);
        _transactions.Add(key, transaction);
        queue.Schedule(transaction);
        return transaction;
    }

    private void ReceiveAgain(ServerTransaction transaction, long now)
    {
        var resend = transaction.IsInvite
            ? (transaction.Invite.OnInvite(now) & InviteServerTransaction.Output.Resend) != 0
            : (NonInviteServerTransaction.Step(transaction.State, NonInviteServerTransaction.Input.Request).Output
                & NonInviteServerTransaction.Output.Resend) != 0;
        if (resend) SendAgain(transaction);
    }

    // §8.2.2.2. Within a dialog a request cannot have been forked.
    private bool IsMerged(SipMessage request, ServerTransaction transaction)
    {
        if (!request.ToTag.IsEmpty || request.FromTag.IsEmpty) return false;
        var mergeKey = keys.OfMerged(request);
        if (!_firsts.TryAdd(mergeKey, transaction)) return true;
        transaction.MergeKey = mergeKey;
        return false;
    }

    // True when the machine wants the answer sent.
    private bool TakeAnswer(ServerTransaction transaction, int status, long now)
    {
        if (transaction.IsInvite) return (transaction.Invite.OnAnswer(status, now) & InviteServerTransaction.Output.Send) != 0;
        var input = status < 200 ? NonInviteServerTransaction.Input.Provisional : NonInviteServerTransaction.Input.Final;
        (transaction.State, var output) = NonInviteServerTransaction.Step(transaction.State, input);
        if ((output & NonInviteServerTransaction.Output.StartTimerJ) != 0) StartTimerJ(transaction, now);
        return (output & NonInviteServerTransaction.Output.Send) != 0;
    }

    private void StartTimerJ(ServerTransaction transaction, long now)
    {
        var timerJ = timers.J(transaction.Route.Transport);
        transaction.Expiry = now + timerJ;
        if (timerJ == 0) transaction.State = NonInviteServerTransaction.State.Terminated;
    }

    private void Finish(ServerTransaction invite, InviteServerTransaction.Output output)
    {
        if ((output & InviteServerTransaction.Output.Terminated) != 0) Forget(invite);
        else queue.Schedule(invite);
    }

    private void Forget(ServerTransaction transaction)
    {
        _transactions.Remove(transaction.Key);
        ForgetFirst(transaction);
        if (_requestOf == transaction) _requestOf = null;
        transaction.Request.Drop(pool);
        transaction.Answer.Drop(pool);
    }

    private void ForgetFirst(ServerTransaction transaction)
    {
        if (transaction.MergeKey == default) return;
        _firsts.Remove(transaction.MergeKey);
        transaction.MergeKey = default;
    }

    private void RefuseMerged(ServerTransaction transaction, SipMessage request, long now)
    {
        var place = outbox.Reserve(transaction.Route);
        var length = _own.WriteMerged(place, request, transaction.Key, transaction.Received);
        if (length > 0) Respond(transaction, place[..length], 482, now);
    }
}

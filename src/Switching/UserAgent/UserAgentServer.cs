using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Calls;
using Tandem.Switching.Registration;

namespace Tandem.Switching.UserAgent;

/// <summary>
/// What happens to a message that reaches this switch (RFC 3261 §8.2): parsed? → answered before? → which method? One
/// instance belongs to one shard. It does no I/O: answers go to an <see cref="IOutbox"/>.
/// </summary>
/// <param name="register">The shard's registrar.</param>
/// <param name="calls">The shard's calls.</param>
/// <param name="layer">The shard's transactions that last: those of calls.</param>
/// <param name="transactions">The shard's completed transactions.</param>
/// <param name="keys">Makes the transactions' keys.</param>
/// <param name="tags">Makes the tags of answers.</param>
public sealed class UserAgentServer(RegisterHandler register, CallHandler calls, TransactionLayer layer, TransactionTable transactions, TransactionKeys keys, ToTags tags)
{
    private readonly SipMessage _message = new();

    /// <summary>The message read last, good until the next one.</summary>
    public SipMessage Message => _message;

    /// <summary>How many answers are kept for retransmissions.</summary>
    public int TransactionCount => transactions.Count;

    /// <summary>How many answers were forgotten before their time.</summary>
    public long TransactionsForgottenEarly => transactions.ForgottenEarly;

    /// <summary>Takes one message and answers it.</summary>
    /// <param name="buffer">The buffer it came in.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">Its length.</param>
    /// <param name="flow">What it came in on.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="outbox">Where the answer goes.</param>
    public RequestOutcome Receive(byte[] buffer, int offset, int length, in Flow flow, long now, IOutbox outbox)
    {
        var rejection = SipParser.Parse(buffer, offset, length, _message, SipLimits.Default);
        if (rejection != SipRejection.None) return Reject(rejection, flow, outbox);
        if (!_message.IsRequest)
        {
            layer.ReceiveResponse(_message, now);
            return new RequestOutcome(RequestKind.Response, _message.Method, _message.StatusCode);
        }
        var key = keys.OfRequest(_message);
        transactions.Expect(key);
        Span<byte> scratch = stackalloc byte[AddressOfRecord.MaxUserLength];
        scoped AddressOfRecord aor = default;
        if (_message.Method == SipMethod.Register && AddressOfRecord.TryRead(_message, scratch, out aor)) register.Expect(aor);

        if (RequestRules.BelongsToCall(_message)) return ReceiveForCall(key, flow, now, outbox);
        if (transactions.TryGetAnswer(key, now, out var stored, out var storedFlow))
        {
            stored.CopyTo(outbox.Reserve(storedFlow));
            outbox.Send(storedFlow, stored.Length);
            return new RequestOutcome(RequestKind.Retransmission, _message.Method);
        }
        return Answer(key, aor, flow, now, outbox);
    }

    /// <summary>Forgets answers whose time is over; called once a turn or less.</summary>
    public void Expire(long now) => transactions.Expire(now);

    // What is of no call, and no new one either, is answered without a trace of it being kept: a flood costs no memory.
    private RequestOutcome ReceiveForCall(in TransactionKey key, in Flow flow, long now, IOutbox outbox)
    {
        var method = _message.Method;
        if (calls.PassOn(_message, key, flow)) return new RequestOutcome(RequestKind.Call, method);
        if (method is not (SipMethod.Ack or SipMethod.Cancel) && !layer.Knows(key) && !IsWelcome(key, flow, now, outbox, out var refused)) return refused;
        layer.Receive(_message, key, flow, now);
        return new RequestOutcome(RequestKind.Call, method);
    }

    private bool IsWelcome(in TransactionKey key, in Flow flow, long now, IOutbox outbox, out RequestOutcome refused)
    {
        refused = default;
        Span<byte> tag = stackalloc byte[ToTags.Length];
        tags.Write(key, tag);
        var route = ResponseRoute.For(_message, flow);
        var answer = outbox.Reserve(route);
        int length;
        if (RequestRules.Problem(_message) is { } problem)
        {
            refused = RequestResponse.Write(_message, flow, problem, tag, answer, out length);
        }
        else if (!_message.ToTag.IsEmpty || _message.Method != SipMethod.Invite)
        {
            if (calls.HasDialog(_message)) return true;
            refused = RequestResponse.Write(_message, flow, RequestAnswer.NoSuchTransaction, tag, answer, out length);
        }
        else
        {
            if (calls.Screen(_message, flow, tag, answer, now, out length, out var status)) return true;
            refused = new RequestOutcome(RequestKind.Call, SipMethod.Invite, status);
        }
        if (length > 0) outbox.Send(route, length);
        return false;
    }

    private RequestOutcome Answer(in TransactionKey key, in AddressOfRecord aor, in Flow flow, long now, IOutbox outbox)
    {
        if (!aor.Name.IsEmpty) register.ExpectMore(aor);
        Span<byte> tag = stackalloc byte[ToTags.Length];
        tags.Write(key, tag);
        var route = ResponseRoute.For(_message, flow);
        var answer = outbox.Reserve(route);
        var outcome = RequestRules.Problem(_message) is { } problem
            ? RequestResponse.Write(_message, flow, problem, tag, answer, out var length)
            : Dispatch(aor, flow, now, tag, answer, out length);
        if (length == 0) return outcome;
        if (!IsStateless(outcome)) transactions.Complete(key, answer[..length], route, now);
        outbox.Send(route, length);
        return outcome;
    }

    private RequestOutcome Dispatch(in AddressOfRecord aor, in Flow flow, long now, ReadOnlySpan<byte> tag, Span<byte> answer, out int length)
    {
        if (_message.Method != SipMethod.Register) return RequestResponse.Write(_message, flow, RequestRules.AnswerTo(_message.Method), tag, answer, out length);
        var outcome = register.Handle(_message, aor, flow, now, tag, answer, out length);
        return new RequestOutcome(RequestKind.Register, SipMethod.Register, RegisterReasons.AnswerOf(outcome.Reason).Status, Register: outcome);
    }

    private RequestOutcome Reject(SipRejection rejection, in Flow flow, IOutbox outbox)
    {
        var how = SipRejections.Of(rejection);
        if (how.Status == 0 || !_message.CanBeAnswered) return new RequestOutcome(RequestKind.Rejected, _message.Method, 0, rejection);
        Span<byte> tag = stackalloc byte[ToTags.Length];
        tags.Write(keys.OfRequest(_message), tag);
        var route = ResponseRoute.For(_message, flow);
        var writer = new ResponseWriter(outbox.Reserve(route), _message, flow, how.Status, how.Phrase, tag);
        var length = writer.End();
        if (length > 0) outbox.Send(route, length);
        return new RequestOutcome(RequestKind.Rejected, _message.Method, how.Status, rejection);
    }

    // RFC 3261 §8.2.7: challenges, and requests that change nothing, may be answered without a transaction, so that a flood
    // of them costs no memory.
    private static bool IsStateless(in RequestOutcome outcome) =>
        outcome.Kind != RequestKind.Register || outcome.Register.IsStateless;
}

using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Parameters;
using Tandem.Switching.Routing;
using Tandem.Switching.UserAgent;

namespace Tandem.Switching.Calls;

/// <summary>
/// The calls of one shard: a back-to-back user agent with a dialog on either side (spec: switch §2). It hears of new requests and
/// answers from the transactions and tells each part of the story its turn.
/// </summary>
public sealed class CallHandler : ITransactionUser, IShardMachine
{
    private readonly CallEnvironment _env;
    private readonly CurrentParameters _parameters;
    private readonly LegMessages _messages;
    private readonly CallEnding _ending;
    private readonly CallTransfer _transfers;
    private readonly DialogRequests _requests;
    private readonly CallAnswer _answer;
    private readonly CallSetup _setup;
    private readonly CallEntry _entry;
    private readonly CallBridge _bridge;
    private readonly CallReplacement _replacements;
    private readonly CallTakeover _takeovers;
    private readonly SessionKeeping _sessions;

    /// <summary>A handler without calls.</summary>
    /// <param name="env">What the calls work with.</param>
    /// <param name="parameters">The parameters in force.</param>
    /// <param name="identifier">Finds out who calls.</param>
    /// <param name="callIds">Numbers the calls.</param>
    public CallHandler(CallEnvironment env, CurrentParameters parameters, CallerIdentifier identifier, CallIds callIds)
    {
        _env = env;
        _parameters = parameters;
        env.Handler = this;
        env.Layer.User = this;
        UseParameters();
        _messages = new LegMessages(env);
        _ending = new CallEnding(env, _messages);
        _transfers = new CallTransfer(env, _messages, _ending, callIds);
        _ending.Transfers = _transfers;
        _takeovers = _transfers.Takeovers = new CallTakeover(env, _messages, _ending);
        _answer = new CallAnswer(env, _messages, _ending, _transfers);
        var invites = new OutgoingInvite(env, _messages);
        var ringing = new AttemptRinging(env, _messages, invites, _ending);
        var answers = ringing.Answers = new AttemptAnswers(env, _messages, invites, _ending, _answer, ringing);
        _setup = answers.Setup = _transfers.Setup = new CallSetup(env, ringing, new CallForward(env, _answer), _ending, _answer);
        _entry = new CallEntry(env, identifier, callIds, _setup, _ending);
        _bridge = new CallBridge(env, _messages, _ending);
        _replacements = new CallReplacement(
            env, _messages, _bridge, _takeovers, new CallPickup(env, _messages, _ending, _answer, _transfers));
        _requests = new DialogRequests(_messages, _ending, _answer, _transfers, _bridge);
        _sessions = new SessionKeeping(env, _messages, _ending, _takeovers);
    }

    /// <summary>How many calls there are.</summary>
    public int Count => _env.Calls.Count;

    /// <summary>How many dialogs they have, early ones included.</summary>
    public int LegCount => _env.Calls.LegCount;

    /// <summary>When <see cref="OnTimer"/> is to be called next, in milliseconds since the Unix epoch; long.MaxValue = never.</summary>
    public long NextTimer => Math.Min(Math.Min(_env.Calls.NextTimer, _env.Moved.NextTimer), _env.Layer.NextTimer);

    /// <summary>How many legs it has given to other shards and sends on what their peers ask.</summary>
    public int MovedLegCount => _env.Moved.Count;

    /// <summary>True when a request names a dialog of ours, with both tags and the Call-ID.</summary>
    public bool HasDialog(SipMessage request) => LegOf(request) is not null;

    /// <summary>Sends a request on when it is for a leg that another shard has been given; false when it is to be dealt with here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="key">The key of its transaction.</param>
    /// <param name="flow">What it came in on.</param>
    public bool PassOn(SipMessage request, in TransactionKey key, in Flow flow)
    {
        // What was asked before the leg went is answered here, and so is what comes again of it.
        if (!_env.Moved.TryFind(request, out var shard) || _env.Layer.Knows(request, key)) return false;
        _env.Shards.Forward(shard, flow, request.Bytes);
        return true;
    }

    /// <summary>Takes what the calls of a shard have to say to those of this one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The message is of no kind that there is.</exception>
    public void Take(CallMessage message, long now)
    {
        switch (message)
        {
            case TransferAsked asked: _takeovers.OnAsked(asked, now); break;
            case TransferTaken taken: _transfers.OnTaken(taken, now); break;
            case TransferFailed failed: _transfers.OnFailed(failed, now); break;
            case TransferAgreed agreed: _transfers.OnAgreed(agreed, now); break;
            case LegGiven given: _takeovers.OnGiven(given, now); break;
            case LegWithheld withheld: _takeovers.OnWithheld(withheld, now); break;
            case LegOver over: _env.Moved.OnOver(over.Tag, now); break;
            default: throw new ArgumentOutOfRangeException(nameof(message));
        }
    }

    private void UseParameters()
    {
        _env.Settings = new CallSettings(_parameters.Set);
        _env.Layer.ClientTimers = _env.Timers with { Resend = _env.Settings.Resend };
    }

    /// <inheritdoc cref="CallEntry.Screen"/>
    public bool Screen(SipMessage invite, in Flow flow, ReadOnlySpan<byte> toTag, Span<byte> answer, long now, out int length, out int status)
    {
        if (!_env.Settings.AreOf(_parameters.Set)) UseParameters();
        return _entry.Screen(invite, flow, toTag, answer, now, out length, out status);
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        if (request.ToTag.IsEmpty)
        {
            OnCall(transaction, request, now);
            return;
        }
        if (LegOf(request) is not { } leg)
        {
            Refuse(transaction, request, 481, now);
            return;
        }
        Note(leg, false, transaction.Received, request, now);
        PeerAddress.Heard(leg, transaction.Received);
        transaction.Owner = leg;
        _requests.OnRequest(leg, transaction, request, now);
        _env.Calls.Schedule(leg.Call);
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction invite, SipMessage cancel, long now)
    {
        if (invite.Owner is not CallLeg leg) return;
        if (leg.Call.State != CallState.Trying || !ReferenceEquals(leg, leg.Call.CallerLeg))
        {
            // A re-INVITE that is given up: the other side is asked no further, the call goes on.
            _bridge.OnCancel(leg, now);
            return;
        }
        var reason = RecordedText.Of(cancel.First(HeaderName.Reason), 255);
        _ending.End(leg.Call, new CallEnd(CallEndReason.CallerCancelled) { SipReason = reason }, now);
    }

    /// <inheritdoc/>
    public void OnHopMessage(object? owner, bool sent, in Flow flow, ReadOnlySpan<byte> message, long now)
    {
        if ((owner as CallLeg ?? (owner as PendingRequest)?.Leg) is { } leg && !message.IsEmpty)
            _env.Trace.Note(leg.Call.Id, sent, flow, _env.Addresses.For(flow), message, now);
    }

    /// <inheritdoc/>
    public void OnAck(SipMessage ack, in Flow flow, long now)
    {
        if (LegOf(ack) is not { } leg) return;
        Note(leg, false, flow, ack, now);
        _bridge.OnAck(leg, ack, now);
        _env.Calls.Schedule(leg.Call);
    }

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        var pending = (PendingRequest)transaction.Owner;
        Note(pending.Leg, false, transaction.Flow, response, now);
        pending.OnResponse(transaction, response, now);
        _env.Calls.Schedule(pending.Leg.Call);
    }

    /// <inheritdoc/>
    public void OnTimeout(ClientTransaction transaction, long now)
    {
        var pending = (PendingRequest)transaction.Owner;
        pending.OnTimeout(now);
        _env.Calls.Schedule(pending.Leg.Call);
    }

    /// <inheritdoc/>
    public void OnTransportError(ClientTransaction transaction, long now)
    {
        var pending = (PendingRequest)transaction.Owner;
        pending.OnTransportError(now);
        _env.Calls.Schedule(pending.Leg.Call);
    }

    /// <summary>Fires what is due.</summary>
    public void OnTimer(long now)
    {
        _env.Layer.OnTimer(now);
        _env.Moved.OnTimer(now);
        while (_env.Calls.TakeDue(now) is { } call)
        {
            _sessions.OnTimer(call, now);
            if (call.State == CallState.Trying) _setup.OnTimer(call, now);
            if (call.State == CallState.Answered) _answer.OnTimer(call, now);
            _env.Calls.Schedule(call);
        }
    }

    /// <inheritdoc/>
    public void ConnectionFailed(in Flow flow, long now) => _env.Layer.ConnectionFailed(flow, now);

    /// <summary>The calls that have not ended, as they stand, in no order.</summary>
    public IReadOnlyList<LiveCall> List() => [.. _env.Calls.All.Where(c => c.State != CallState.Ended).Select(LiveCall.Of)];

    /// <summary>The call of that number as it stands; null when there is none here, or it has ended.</summary>
    public LiveCall? Find(Guid id) => _env.Calls.Find(id) is { State: not CallState.Ended } call ? LiveCall.Of(call) : null;

    /// <summary>Ends a call by an operator's hand; false when there is none of that number here.</summary>
    public bool HangUp(Guid id, string rule, long now)
    {
        if (_env.Calls.Find(id) is not { State: not CallState.Ended } call) return false;
        _ending.End(call, new CallEnd(CallEndReason.OperatorHungUp) { Rule = rule }, now);
        return true;
    }

    /// <summary>Ends all calls: the switch stops.</summary>
    public void HangUpAll(long now)
    {
        foreach (var call in _env.Calls.All.ToArray()) _ending.End(call, new CallEnd(CallEndReason.SwitchStopped), now);
    }

    private CallLeg? LegOf(SipMessage request) =>
        LocalId.TryParseTag(request.ToTag, out var tag) && _env.Calls.Find(tag) is { } leg && leg.Dialog.Matches(request) ? leg : null;

    private void OnCall(ServerTransaction transaction, SipMessage invite, long now)
    {
        if (invite.Method != SipMethod.Invite || _entry.TakeScreened() is not { } caller)
        {
            Refuse(transaction, invite, 481, now);
            return;
        }
        if (invite.Has(HeaderName.Replaces))
        {
            var refused = _replacements.Begin(transaction, invite, caller, now);
            if (refused != 0) Refuse(transaction, invite, refused, now);
            else if (transaction.Owner is CallLeg replacing) Note(replacing, false, transaction.Received, invite, now);
            return;
        }
        var call = _entry.Begin(transaction, invite, caller, now);
        Note(call.CallerLeg, false, transaction.Received, invite, now);
        _messages.Respond(call.CallerLeg, transaction, 100, now);
        _entry.Plan(call, invite, now);
        _env.Calls.Schedule(call);
    }

    private void Refuse(ServerTransaction transaction, SipMessage request, int status, long now)
    {
        var place = _env.Outbox.Reserve(transaction.Route);
        Span<byte> tag = stackalloc byte[LocalId.TagLength];
        _env.Ids.Next().WriteTag(tag);
        var length = new ResponseWriter(place, request, transaction.Received, status, StatusPhrases.Of(status), tag).End();
        if (length > 0) _env.Layer.Respond(transaction, place[..length], status, now);
    }

    private void Note(CallLeg leg, bool sent, in Flow flow, SipMessage message, long now) =>
        _env.Trace.Note(leg.Call.Id, sent, flow, _env.Addresses.For(flow), message.Bytes, now);
}

using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Testing.Network;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>
/// One side of a call as its party sees it. What both sides do once it is answered stands here: talk, hold, resume, transfer,
/// refresh the session, hang up, disappear.
/// </summary>
internal abstract class PartyDialog(CallParty party, CallScript script, Testimony testimony, PartyTraits traits) : PartyMessages(party, traits), IWakeable
{
    protected const long Never = CallScript.Never;

    private AnswerRetransmission? _answer;
    private ServerTransaction? _answered;
    private ServerTransaction? _waiting;
    private ClientTransaction? _offer;
    private long _waitingUntil = Never;
    private long _hangUpAt = Never;
    private long _holdAt = Never;
    private long _resumeAt = Never;
    private long _transferAt = Never;
    private long _vanishAt = Never;
    private long _wakeAt = long.MaxValue;
    private bool _reboots;
    private bool _holding;

    public Testimony Testimony => testimony;

    protected CallScript Script => script;

    /// <summary>True once the call is up on this side.</summary>
    protected bool IsUp { get; private set; }

    protected bool IsOver => testimony.End != SideEnd.None;

    /// <inheritdoc/>
    public void OnTime(long now)
    {
        if (now >= _wakeAt) _wakeAt = long.MaxValue;
        if (IsOver) return;
        if (IsUp) Talk(now);
        else BeforeAnswer(now);
        SetTimer();
        Party.SetTimer();
    }

    public void OnRequest(ServerTransaction transaction, SipMessage request, long now)
    {
        if (testimony.End == SideEnd.Vanished) return;
        if (testimony.End == SideEnd.Rebooted || (IsOver && request.Method != SipMethod.Bye))
        {
            Respond(transaction, 481, "Call/Transaction Does Not Exist"u8, now);
            return;
        }
        if (!Dialog.Accept(request, transaction.Received))
        {
            Respond(transaction, 500, "Server Internal Error"u8, now);
            return;
        }
        transaction.Owner = this;
        switch (request.Method)
        {
            case SipMethod.Bye:
                OnBye(transaction, now);
                break;
            case SipMethod.Prack:
                OnPrack(transaction, request, now);
                break;
            case SipMethod.Invite:
                OnReinvite(transaction, now);
                break;
            case SipMethod.Update:
                RespondToOffer(transaction, now);
                break;
            default:
                Respond(transaction, 200, "OK"u8, now);
                break;
        }
        SetTimer();
    }

    public void OnCancel(ServerTransaction invite, long now)
    {
        if (IsOver) return;
        if (!IsUp) OnCallCancelled(now);
        else if (ReferenceEquals(invite, _waiting)) GiveUpOffer(invite, now);
        SetTimer();
    }

    public void OnAck(SipMessage ack, long now)
    {
        if (_answer?.OnAck(ack.CSeq.Number) != true) return;
        _answer = null;
        if (testimony.AcknowledgedAt == 0) testimony.AcknowledgedAt = now;
        SetTimer();
    }

    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (testimony.IsGone) return;
        var kind = ((PartyRequest)transaction.Owner).Kind;
        if (kind == PartyRequestKind.Call) OnCallAnswered(response, now);
        else if (kind != PartyRequestKind.Other && response.StatusCode >= 200) OnOfferAnswered(kind, transaction, response, now);
        SetTimer();
    }

    public void OnTimeout(ClientTransaction transaction, long now)
    {
        if (testimony.IsGone || IsOver) return;
        var kind = ((PartyRequest)transaction.Owner).Kind;
        if (kind == PartyRequestKind.Call) OnCallLost(now);
        else if (kind != PartyRequestKind.Other) HangUp(SideEnd.DialogGone, now);
    }

    protected abstract void BeforeAnswer(long now);

    protected abstract long NextBeforeAnswer { get; }

    protected virtual void OnCallAnswered(SipMessage response, long now)
    {
    }

    protected virtual void OnCallLost(long now)
    {
    }

    protected virtual void OnCallCancelled(long now)
    {
    }

    protected virtual void OnPrack(ServerTransaction transaction, SipMessage prack, long now) =>
        Respond(transaction, 481, "Call/Transaction Does Not Exist"u8, now);

    /// <summary>The call is up: the plan of what follows begins.</summary>
    protected void Begin(in TalkPlan plan, long now)
    {
        IsUp = true;
        testimony.AnsweredAt = now;
        _hangUpAt = now + plan.HangUpAfter;
        _holdAt = now + plan.HoldAfter;
        _resumeAt = now + plan.ResumeAfter;
        if (Party.IsPhone) _transferAt = now + plan.TransferAfter;
        _vanishAt = now + plan.VanishAfter;
        _reboots = plan.Reboots;
    }

    /// <summary>Ends this side with BYE.</summary>
    protected void HangUp(SideEnd how, long now)
    {
        Finish(how, now);
        Bye(new PartyRequest(this, PartyRequestKind.Other), Dialog, now);
    }

    protected void Finish(SideEnd how, long now)
    {
        testimony.End = how;
        testimony.EndedAt = now;
        if (_waiting is { } waiting && !testimony.IsGone) Respond(waiting, 487, "Request Terminated"u8, now);
        _waiting = null;
    }

    protected void SessionAnswered(SipMessage response, long now)
    {
        Session?.OnAnswer(response, now);
        testimony.HasTimer = Session is { Interval: > 0 };
    }

    /// <summary>Answers an INVITE or UPDATE with 200.</summary>
    protected void Accept(ServerTransaction transaction, long now)
    {
        var request = Party.Layer.Request(transaction);
        if (transaction.Method == SipMethod.Invite)
            (_answer, _answered) = (new AnswerRetransmission(request.CSeq.Number, now, TransactionTimers.Default), transaction);
        testimony.HasTimer = Accept(transaction, request, _holding, now);
    }

    protected void SetTimer()
    {
        if (IsOver) return;
        var next = !IsUp ? NextBeforeAnswer : NextInTalk;
        if (next >= _wakeAt || next >= Never) return;
        _wakeAt = next;
        Party.Wake(this, next);
    }

    private long NextInTalk
    {
        get
        {
            var next = Math.Min(Math.Min(_hangUpAt, _holdAt), Math.Min(_resumeAt, Math.Min(_transferAt, _vanishAt)));
            next = Math.Min(next, Math.Min(_waitingUntil, _answer?.NextTimer ?? Never));
            return Math.Min(next, Session?.NextTimer ?? Never);
        }
    }

    private void Talk(long now)
    {
        if (now >= _vanishAt)
        {
            Finish(_reboots ? SideEnd.Rebooted : SideEnd.Vanished, now);
            return;
        }
        switch (_answer?.OnTimer(now))
        {
            case AnswerRetransmission.Output.SendAgain:
                Party.Layer.SendAgain(_answered!);
                break;
            case AnswerRetransmission.Output.GiveUp:
                HangUp(SideEnd.NoAck, now);
                return;
        }
        if (now >= _waitingUntil) RespondToOffer(_waiting!, now);
        if (now >= _hangUpAt)
        {
            // RFC 3261 §15: not before the ACK has come.
            if (_answer is not null) _hangUpAt = now + 100;
            else HangUp(SideEnd.HungUp, now);
            if (IsOver) return;
        }
        if (now >= _transferAt) Transfer(now);
        if (now >= _holdAt) Offer(ref _holdAt, true, now);
        if (now >= _resumeAt) Offer(ref _resumeAt, false, now);
        KeepSession(now);
    }

    private void Transfer(long now)
    {
        if (IsBusy)
        {
            _transferAt = now + 200;
            return;
        }
        _transferAt = Never;
        testimony.TransferredAt = now;
        Refer(new PartyRequest(this, PartyRequestKind.Other), PartyText.TransferTo(Script.Id), now);
    }

    private void KeepSession(long now)
    {
        switch (Session?.OnTimer(now))
        {
            case SessionTimer.Output.Refresh when IsBusy:
                Session.OnRefreshFailed(now);
                break;
            case SessionTimer.Output.Refresh:
                Ask(PartyRequestKind.Refresh, now);
                break;
            case SessionTimer.Output.Expired:
                HangUp(SideEnd.SessionExpired, now);
                break;
        }
    }

    private bool IsBusy => _offer is not null || _answer is not null || _waiting is not null;

    private void Offer(ref long at, bool holding, long now)
    {
        if (IsBusy)
        {
            at = now + 200;
            return;
        }
        at = Never;
        _holding = holding;
        Ask(PartyRequestKind.Offer, now);
    }

    private void Ask(PartyRequestKind kind, long now)
    {
        var method = Traits.HasFlag(PartyTraits.Update) ? SipMethod.Update : SipMethod.Invite;
        var sdp = kind == PartyRequestKind.Offer || method == SipMethod.Invite ? Party.Text.SdpFor(_holding) : [];
        _offer = Ask(new PartyRequest(this, kind), method, [], sdp, now);
    }

    private void OnOfferAnswered(PartyRequestKind kind, ClientTransaction transaction, SipMessage response, long now)
    {
        var status = response.StatusCode;
        if (transaction.Method == SipMethod.Invite && status < 300) Acknowledge(Dialog, response.CSeq.Number, []);
        if (!ReferenceEquals(transaction, _offer)) return;
        _offer = null;
        if (IsOver) return;
        switch (status)
        {
            case < 300:
                Dialog.Take(response);
                SessionAnswered(response, now);
                testimony.OffersAccepted++;
                break;
            case 408 or 481:
                HangUp(SideEnd.DialogGone, now);
                break;
            case 491 or 500 when kind == PartyRequestKind.Offer:
                // RFC 3261 §14.1
                testimony.Glares++;
                if (_holding) _holdAt = now + 1 + Party.Chance.Next(4000);
                else _resumeAt = now + 1 + Party.Chance.Next(4000);
                break;
            default:
                if (kind == PartyRequestKind.Refresh) Session!.OnRefreshFailed(now);
                break;
        }
    }

    private void OnBye(ServerTransaction transaction, long now)
    {
        Respond(transaction, 200, "OK"u8, now);
        if (!IsOver) Finish(SideEnd.ToldBye, now);
    }

    private void OnReinvite(ServerTransaction transaction, long now)
    {
        if (_offer is not null || _answer is not null || _waiting is not null || !IsUp)
        {
            testimony.Glares++;
            Respond(transaction, 491, "Request Pending"u8, now);
            return;
        }
        if (!Traits.HasFlag(PartyTraits.Slow))
        {
            RespondToOffer(transaction, now);
            return;
        }
        _waiting = transaction;
        _waitingUntil = now + 1 + Party.Chance.Next(3000);
        if (Party.Chance.Next(2) == 0) Respond(transaction, 100, "Trying"u8, now);
    }

    private void GiveUpOffer(ServerTransaction invite, long now)
    {
        _waiting = null;
        _waitingUntil = Never;
        Respond(invite, 487, "Request Terminated"u8, now);
    }

    private void RespondToOffer(ServerTransaction transaction, long now)
    {
        _waiting = null;
        _waitingUntil = Never;
        testimony.OffersTaken++;
        Accept(transaction, now);
    }
}

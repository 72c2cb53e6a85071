using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>
/// What a party asks for within a call: hold, another codec, T.38, DTMF by INFO. It is asked of the other party in a request of
/// our own, and the answer goes back; what is only a refresh is answered here (RFC 3261 §14, RFC 3311, RFC 6086).
/// </summary>
internal sealed class CallBridge(CallEnvironment env, LegMessages messages, CallEnding ending)
{
    /// <summary>A request of a party of the call, in order and not BYE.</summary>
    public void OnRequest(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        switch (request.Method)
        {
            case SipMethod.Invite or SipMethod.Update when leg.Session.IsTooSmall(request):
                messages.Respond(leg, transaction, 422, now);
                break;
            case SipMethod.Invite:
                OnReinvite(leg, transaction, request, now);
                break;
            case SipMethod.Update:
                OnUpdate(leg, transaction, request, now);
                break;
            default:
                if (DtmfBody.IsIn(request)) leg.Call.Media.CountKey(leg.Side);
                Pass(leg, transaction, request, now);
                break;
        }
    }

    /// <summary>The ACK of a 2xx came: with the answer to a late offer it goes on to the other side.</summary>
    public void OnAck(CallLeg leg, SipMessage ack, long now)
    {
        if (leg.Answer is not { } answer || !answer.OnAck(ack.CSeq.Number)) return;
        leg.Answer = null;
        leg.InviteFromPeer = null;
        if (leg.ByeAfterAck is not null)
        {
            ending.FinishWaiting(leg, now);
            return;
        }
        var call = leg.Call;
        if (call.Other(leg) is not { Gone: false } other || (other.AckSent && other.Confirmed)) return;
        var sdp = SdpBody.Of(ack);
        var length = sdp.IsEmpty ? 0 : call.Media.Pass(leg, sdp, other, messages.LocalOf(other), env.SdpSpace);
        if (!other.Confirmed)
        {
            // It has picked the call up, and its own INVITE waits for this answer to its offer.
            if (length > 0) messages.Accept(other, other.InviteFromPeer!, env.SdpSpace.AsSpan(0, length), null, now);
            else ending.End(call, new CallEnd(CallEndReason.CodecMismatch), now);
            return;
        }
        other.AckSent = true;
        other.AckBody = env.SdpSpace[..Math.Max(length, 0)];
        messages.Acknowledge(other, other.AckBody, other.InviteSequence, now);
    }

    /// <summary>A party gives its re-INVITE up: so do we with the other side, whose 487 then ends it here too.</summary>
    public void OnCancel(CallLeg leg, long now)
    {
        if (leg.Bridged is { Done: false, Leg.InviteToPeer: { } passed }) env.Layer.Cancel(passed, now);
        // Who has picked the call up and waits for the caller's answer to its offer goes again.
        else if (leg is { Confirmed: false, Bridged: null }) ending.End(leg.Call, new CallEnd(CallEndReason.CalleeHungUp), now);
    }

    /// <summary>The answer of the other side to a request that was passed on.</summary>
    public void OnResponse(BridgedRequest bridged, SipMessage response, long now)
    {
        var (other, status) = (bridged.Leg, response.StatusCode);
        if (status < 200) return;
        if (bridged.Done)
        {
            // Our ACK was lost; it goes again as it was.
            if (bridged.Method == SipMethod.Invite && status < 300 && other.AckSent) messages.Acknowledge(other, other.AckBody, response.CSeq.Number, now);
            return;
        }
        if (bridged.Method == SipMethod.Invite) other.EndReinvite();
        if (TryAgain(bridged, response, now)) return;
        Finish(bridged);
        if (status < 300) Accepted(bridged, response, now);
        else if (bridged.Offered) Undo(bridged);
        if (bridged.From.Call.State == CallState.Ended)
        {
            Refuse(bridged, 487, now);
            return;
        }
        Answer(bridged, response, now);
        // RFC 3261 §12.2.1.2: the party does not know the dialog any more.
        if (status is 481 or 408) ending.End(bridged.Leg.Call, new CallEnd(CallEndReason.DialogGone) { Rule = other.Party.Name }, now);
    }

    /// <summary>The other side did not answer at all: the same as 408 (§8.1.3.1).</summary>
    public void OnTimeout(BridgedRequest bridged, long now)
    {
        if (bridged.Done) return;
        Finish(bridged);
        if (bridged.Method == SipMethod.Invite) bridged.Leg.EndReinvite();
        Refuse(bridged, 408, now);
        ending.End(bridged.Leg.Call, new CallEnd(CallEndReason.DialogGone) { Rule = bridged.Leg.Party.Name }, now);
    }

    /// <summary>Passes an INVITE with Replaces on to the party that its sender wants to talk with.</summary>
    /// <param name="leg">The leg of the INVITE.</param>
    /// <param name="replaced">The leg whose place it is to take.</param>
    /// <param name="request">The INVITE.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Replace(CallLeg leg, CallLeg replaced, SipMessage request, long now) =>
        Pass(leg, replaced.Call.Other(replaced)!, leg.InviteFromPeer!, request, replaced, now);

    private void OnReinvite(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        var other = leg.Call.Partner(leg);
        // §14.2: a second INVITE before the first is answered, and two that cross.
        if (leg.InviteFromPeer is { IsAnswered: false })
        {
            messages.Respond(leg, transaction, 500, now, new AnswerParts { RetryAfter = 1 + (int)(now % 10) });
            return;
        }
        if (leg.Call.State != CallState.Answered || leg.InviteToPeer is not null || leg.Answer is not null
            || other is null or { InviteToPeer: not null } or { InviteFromPeer: not null })
        {
            messages.Respond(leg, transaction, 491, now);
            return;
        }
        var sdp = SdpBody.Of(request);
        if (sdp.IsEmpty && !request.Body.IsEmpty)
        {
            messages.Respond(leg, transaction, 415, now);
            return;
        }
        leg.InviteFromPeer = transaction;
        if (!sdp.IsEmpty && leg.SdpSent.Length > 0 && Media.Sdp.SdpComparison.AreSameButOrigin(sdp, leg.SdpReceived))
        {
            messages.Accept(leg, transaction, leg.SdpSent, null, now);
            return;
        }
        messages.Respond(leg, transaction, 100, now);
        Pass(leg, other, transaction, request, null, now);
    }

    private void OnUpdate(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        if (!SdpBody.IsIn(request))
        {
            messages.Respond(leg, transaction, 200, now, new AnswerParts { Session = leg.Session.Accept(request, now, out var agreed) ? agreed : null });
            return;
        }
        // RFC 3311 §5.2: one offer at a time. Before the answer only who knows UPDATE can be asked, and only once it has agreed with the first offer.
        if (leg.Call.Partner(leg) is not { } other || leg.Bridged is not null || OfferRules.IsBusy(leg) || OfferRules.IsBusy(other))
        {
            messages.Respond(leg, transaction, 491, now);
            return;
        }
        Pass(leg, other, transaction, request, null, now);
    }

    private void Pass(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        if (leg.Call.Partner(leg) is not { Gone: false } other) messages.Respond(leg, transaction, 480, now);
        else if (!OfferRules.IsSettled(other)) messages.Respond(leg, transaction, 491, now);
        else Pass(leg, other, transaction, request, null, now);
    }

    private void Pass(CallLeg leg, CallLeg other, ServerTransaction transaction, SipMessage request, CallLeg? replaced, long now)
    {
        if (other.Gone)
        {
            messages.Respond(leg, transaction, 480, now);
            return;
        }
        // What the other side does not know as UPDATE it knows as re-INVITE.
        var method = request.Method == SipMethod.Update && !other.Traits.HasFlag(PeerTraits.Update) ? SipMethod.Invite : request.Method;
        var sdp = SdpBody.Of(request);
        var before = leg.SdpReceived;
        var body = request.Body;
        if (!sdp.IsEmpty)
        {
            var length = leg.Call.Media.Pass(leg, sdp, other, messages.LocalOf(other), env.SdpSpace);
            if (length <= 0)
            {
                messages.Respond(leg, transaction, length < 0 ? CallEndReasons.Of(leg.Call.Media.Refusal).Status : 488, now);
                if (request.Method == SipMethod.Invite) leg.InviteFromPeer = null;
                return;
            }
            body = env.SdpSpace.AsSpan(0, length);
        }
        else if (method is SipMethod.Invite or SipMethod.Update)
        {
            body = [];
        }
        var bridged = new BridgedRequest(other, leg, transaction, method, this) { Offered = !sdp.IsEmpty, Before = before, Replaced = replaced };
        if (method is SipMethod.Invite or SipMethod.Update) leg.Bridged = bridged;
        Send(bridged, request, body, now);
    }

    private void Send(BridgedRequest bridged, SipMessage request, ReadOnlySpan<byte> body, long now)
    {
        var (other, method) = (bridged.Leg, bridged.Method);
        if (method is SipMethod.Invite or SipMethod.Update)
        {
            messages.Modify(bridged, method, body, now, request);
            return;
        }
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(other.Flow);
        var writer = messages.Begin(other, place, method, branch);
        HeaderPassList.Request(ref writer, request);
        var contentType = bridged.Offered ? "application/sdp"u8 : request.First(HeaderName.ContentType);
        messages.Send(bridged, branch, method, place[..(body.IsEmpty ? writer.End() : writer.End(contentType, body))], now);
    }

    // A longer session (RFC 4028 §7.3), or credentials (RFC 3261 §22.2): once.
    private bool TryAgain(BridgedRequest bridged, SipMessage response, long now)
    {
        var other = bridged.Leg;
        if (bridged.IsRepeated || other.Gone || bridged.Transaction.IsOver || bridged.Transaction.IsAnswered) return false;
        if (!(response.StatusCode == 422 ? other.Session.OnTooSmall(response) : messages.TakeChallenge(other, response, mayRepeat: true))) return false;
        bridged.IsRepeated = true;
        var request = env.Layer.Request(bridged.Transaction);
        Send(bridged, request, bridged.Offered ? other.SdpSent : bridged.Method == SipMethod.Invite ? [] : request.Body, now);
        return true;
    }

    private static void Finish(BridgedRequest bridged)
    {
        bridged.Done = true;
        if (ReferenceEquals(bridged.From.Bridged, bridged)) bridged.From.Bridged = null;
    }

    private void Accepted(BridgedRequest bridged, SipMessage response, long now)
    {
        var other = bridged.Leg;
        if (bridged.Method is not (SipMethod.Invite or SipMethod.Update)) return;
        other.Dialog.Take(response);
        PeerAddress.Follow(other);
        // RFC 4028 §7.2: each of them agrees on the session anew.
        if (!other.Gone && other.Confirmed) other.Session.OnAnswer(response, now);
        if (bridged.Method != SipMethod.Invite) return;
        // An offer in the 2xx is answered in the party's own ACK, unless nobody waits for it any more.
        other.AckSent = bridged.Offered || !SdpBody.IsIn(response) || bridged.From.Gone || bridged.From.Call.State == CallState.Ended;
        other.AckBody = [];
        if (other.AckSent) messages.Acknowledge(other, [], response.CSeq.Number, now);
    }

    // What was refused is not in force: neither as what the one said last, nor as what the other was told, nor for the relay.
    private void Undo(BridgedRequest bridged)
    {
        var (leg, other) = (bridged.Replaced ?? bridged.From, bridged.Leg);
        var before = bridged.Replaced?.SdpReceived ?? bridged.Before;
        if (before.Length > 0 && leg.Call.State != CallState.Ended) leg.Call.Media.Pass(leg, before, other, messages.LocalOf(other), env.SdpSpace);
    }

    private void Answer(BridgedRequest bridged, SipMessage response, long now)
    {
        var (leg, status) = (bridged.From, response.StatusCode);
        if (status >= 300)
        {
            // Nobody gave it up but we.
            if (status == 487 && !bridged.Transaction.IsCancelled) status = 504;
            Refuse(bridged, status is 401 or 407 ? 403 : status == 422 ? 500 : status, now, response);
            return;
        }
        if (leg.Gone || bridged.Transaction.IsAnswered) return;
        var sdp = SdpBody.Of(response);
        var length = sdp.IsEmpty ? 0 : leg.Call.Media.Pass(bridged.Leg, sdp, leg, messages.LocalOf(leg), env.SdpSpace);
        var body = env.SdpSpace.AsSpan(0, Math.Max(length, 0));
        if (bridged.Replaced is { } replaced) replaced.Call.Replace(replaced, leg);
        if (bridged.Transaction.Method == SipMethod.Invite)
        {
            messages.Accept(leg, bridged.Transaction, body, response, now);
            if (bridged.Replaced is { } gone) ending.Cancel(gone, "", now);
            return;
        }
        var session = bridged.Transaction is { Method: SipMethod.Update, IsOver: false }
            && leg.Session.Accept(env.Layer.Request(bridged.Transaction), now, out var agreed) ? agreed : (SessionExpires?)null;
        messages.Respond(leg, bridged.Transaction, status, now, new AnswerParts { Body = body, PassFrom = response, Session = session });
    }

    private void Refuse(BridgedRequest bridged, int status, long now, SipMessage? source = null)
    {
        var leg = bridged.From;
        if (!bridged.Transaction.IsAnswered) messages.Respond(leg, bridged.Transaction, status, now, new AnswerParts { PassFrom = source });
        if (bridged.Transaction.Method == SipMethod.Invite) leg.InviteFromPeer = null;
        if (bridged.Replaced is not null) ending.Cancel(leg, "", now);
    }
}

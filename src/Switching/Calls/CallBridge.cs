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
    /// <summary>A request of an answered call's party, in order and not BYE.</summary>
    public void OnRequest(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        switch (request.Method)
        {
            case SipMethod.Invite:
                OnReinvite(leg, transaction, request, now);
                break;
            case SipMethod.Update:
                OnUpdate(leg, transaction, request, now);
                break;
            default:
                Pass(leg, transaction, request, now);
                break;
        }
    }

    /// <summary>A PRACK came (RFC 3262 §3).</summary>
    public void OnPrack(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        if (leg.Provisional is not { } provisional || !RAck.TryRead(request, out var rack) || !provisional.OnPrack(rack))
        {
            messages.Respond(leg, transaction, 481, "Call/Transaction Does Not Exist"u8, now);
            return;
        }
        messages.Respond(leg, transaction, 200, "OK"u8, now);
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
        if (call.Other(leg) is not { AckSent: false, Gone: false } other) return;
        var length = SdpBody.IsIn(ack) ? call.Media.Pass(leg, ack.Body, other, messages.LocalOf(other), env.SdpSpace) : 0;
        other.AckSent = true;
        other.AckBody = env.SdpSpace[..Math.Max(length, 0)];
        messages.Acknowledge(other, other.AckBody, now);
    }

    /// <summary>A party gives its re-INVITE up: so do we with the other side, whose 487 then ends it here too.</summary>
    public void OnCancel(CallLeg leg, ServerTransaction invite, long now)
    {
        if (leg.Call.State != CallState.Answered || invite.IsAnswered || leg.Call.Other(leg) is not { InviteToPeer: { } passed }) return;
        env.Layer.Cancel(passed, now);
    }

    /// <summary>The answer of the other side to a request that was passed on.</summary>
    public void OnResponse(BridgedRequest bridged, SipMessage response, long now)
    {
        var (leg, other, status) = (bridged.From, bridged.Leg, response.StatusCode);
        if (status < 200) return;
        if (bridged.Method == SipMethod.Invite) other.InviteToPeer = null;
        if (bridged.Done)
        {
            // Our ACK was lost; it goes again as it was.
            if (bridged.Method == SipMethod.Invite && status < 300 && other.AckSent) messages.Acknowledge(other, other.AckBody, now);
            return;
        }
        bridged.Done = true;
        if (bridged.Method == SipMethod.Invite && status < 300)
        {
            other.Dialog.Take(response);
            other.AckSent = bridged.Offered || !SdpBody.IsIn(response);
            other.AckBody = [];
            if (other.AckSent) messages.Acknowledge(other, [], now);
        }
        if (leg.Call.State == CallState.Ended) return;
        if (leg.Gone || bridged.Transaction.IsAnswered) return;
        Answer(bridged, response, now);
        // RFC 3261 §12.2.1.2: the party does not know the dialog any more.
        if (status is 481 or 408) ending.End(leg.Call, new CallEnd(CallEndReason.DialogGone), now);
    }

    /// <summary>The other side did not answer at all.</summary>
    public void OnTimeout(BridgedRequest bridged, long now)
    {
        bridged.Done = true;
        bridged.Leg.InviteToPeer = null;
        if (bridged.From.Call.State == CallState.Ended) return;
        messages.Respond(bridged.From, bridged.Transaction, 408, "Request Timeout"u8, now);
        if (bridged.Method is SipMethod.Invite or SipMethod.Update) ending.End(bridged.From.Call, new CallEnd(CallEndReason.DialogGone), now);
    }

    private void OnReinvite(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        var other = leg.Call.Other(leg);
        // §14.2: a second INVITE before the first is answered, and two that cross.
        if (leg.InviteFromPeer is { IsAnswered: false })
        {
            messages.Respond(leg, transaction, 500, "Server Internal Error"u8, now, new AnswerParts { RetryAfter = 1 + (int)(now % 10) });
            return;
        }
        if (leg.InviteToPeer is not null || other is null or { InviteToPeer: not null } or { InviteFromPeer: not null } || leg.Answer is not null)
        {
            messages.Respond(leg, transaction, 491, "Request Pending"u8, now);
            return;
        }
        leg.InviteFromPeer = transaction;
        if (SdpBody.IsIn(request) && leg.SdpSent.Length > 0 && Media.Sdp.SdpComparison.AreSameButOrigin(request.Body, leg.SdpReceived))
        {
            Accept(leg, transaction, leg.SdpSent, null, now);
            return;
        }
        messages.Respond(leg, transaction, 100, "Trying"u8, now);
        Pass(leg, transaction, request, now);
    }

    private void OnUpdate(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        if (!SdpBody.IsIn(request))
        {
            messages.Respond(leg, transaction, 200, "OK"u8, now, new AnswerParts { Session = leg.Session.Accept(request, now, out var agreed) ? agreed : null });
            return;
        }
        var other = leg.Call.CalleeLeg is null ? null : leg.Call.Other(leg);
        if (other is null || leg.InviteToPeer is not null || (!other.Traits.HasFlag(PeerTraits.Update) && other.InviteToPeer is not null))
        {
            messages.Respond(leg, transaction, 491, "Request Pending"u8, now);
            return;
        }
        Pass(leg, transaction, request, now);
    }

    private void Pass(CallLeg leg, ServerTransaction transaction, SipMessage request, long now)
    {
        var call = leg.Call;
        if (call.CalleeLeg is null || call.Other(leg) is not { Gone: false } other)
        {
            messages.Respond(leg, transaction, 480, "Temporarily Unavailable"u8, now);
            return;
        }
        // What the other side does not know as UPDATE it knows as re-INVITE.
        var method = request.Method == SipMethod.Update && !other.Traits.HasFlag(PeerTraits.Update) ? SipMethod.Invite : request.Method;
        var offered = SdpBody.IsIn(request);
        var body = request.Body;
        if (offered)
        {
            var length = call.Media.Pass(leg, request.Body, other, messages.LocalOf(other), env.SdpSpace);
            if (length <= 0)
            {
                messages.Respond(leg, transaction, 488, "Not Acceptable Here"u8, now);
                if (method == SipMethod.Invite) leg.InviteFromPeer = null;
                return;
            }
            body = env.SdpSpace.AsSpan(0, length);
        }
        var bridged = new BridgedRequest(other, leg, transaction, method, offered, this);
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(other.Flow);
        var writer = other.Dialog.Begin(place, method, branch, messages.LocalOf(other));
        if (method is SipMethod.Invite or SipMethod.Update)
        {
            messages.WriteContact(ref writer, other);
            writer.Header("Allow"u8, LegMessages.Allowed);
            writer.Header("Supported"u8, LegMessages.Supported);
            SessionHeaders.WriteRequest(ref writer, other.Session);
        }
        HeaderPassList.Request(ref writer, request);
        var contentType = offered ? "application/sdp"u8 : request.First(HeaderName.ContentType);
        var end = body.IsEmpty ? writer.End() : writer.End(contentType, body);
        var sent = messages.Send(bridged, branch, method, place[..end], now);
        if (method != SipMethod.Invite) return;
        other.InviteToPeer = sent;
        other.InviteSequence = other.Dialog.LocalSequence;
    }

    private void Answer(BridgedRequest bridged, SipMessage response, long now)
    {
        var leg = bridged.From;
        var body = ReadOnlySpan<byte>.Empty;
        if (SdpBody.IsIn(response) && response.StatusCode < 300)
        {
            var length = leg.Call.Media.Pass(bridged.Leg, response.Body, leg, messages.LocalOf(leg), env.SdpSpace);
            if (length > 0) body = env.SdpSpace.AsSpan(0, length);
        }
        if (bridged.Transaction.Method == SipMethod.Invite && response.StatusCode < 300)
        {
            Accept(leg, bridged.Transaction, body, response, now);
            return;
        }
        if (bridged.Transaction.Method == SipMethod.Invite) leg.InviteFromPeer = null;
        messages.Respond(leg, bridged.Transaction, response.StatusCode, response.ReasonPhrase, now, new AnswerParts { Body = body, PassFrom = response });
    }

    private void Accept(CallLeg leg, ServerTransaction transaction, ReadOnlySpan<byte> sdp, SipMessage? source, long now)
    {
        var request = env.Layer.Request(transaction);
        var granted = leg.Session.Accept(request, now, out var agreed);
        leg.AnsweredSequence = request.CSeq.Number;
        leg.Answer = new AnswerRetransmission(leg.AnsweredSequence, now, env.Timers);
        messages.Respond(leg, transaction, 200, "OK"u8, now, new AnswerParts { Body = sdp, PassFrom = source, Session = granted ? agreed : null });
    }
}

/// <summary>A party's request that was passed on to the other party.</summary>
internal sealed class BridgedRequest(CallLeg leg, CallLeg from, ServerTransaction transaction, SipMethod method, bool offered, CallBridge bridge) : PendingRequest(leg)
{
    /// <summary>The leg whose peer asked.</summary>
    public CallLeg From => from;

    /// <summary>Its request.</summary>
    public ServerTransaction Transaction => transaction;

    /// <summary>The method of ours.</summary>
    public SipMethod Method => method;

    /// <summary>Whether it carried an offer.</summary>
    public bool Offered => offered;

    /// <summary>True once its final answer was dealt with.</summary>
    public bool Done { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction clientTransaction, SipMessage response, long now) => bridge.OnResponse(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => bridge.OnTimeout(this, now);
}

using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>
/// Sees to it that no call lives for ever: answers that are not acknowledged, sessions that are not refreshed (RFC 4028), the
/// longest duration, media that stays away.
/// </summary>
internal sealed class SessionKeeping(CallEnvironment env, LegMessages messages, CallEnding ending, CallTakeover takeovers)
{
    /// <summary>Fires what is due of a call's legs and limits.</summary>
    public void OnTimer(Call call, long now)
    {
        // While a transfer is tried, the transferee is still a leg of the call before.
        if (call.CallerLeg.Call == call) OnTimer(call.CallerLeg, now);
        if (call.CalleeLeg is { } callee && callee.Call == call) OnTimer(callee, now);
        if (call.State != CallState.Answered) return;
        if (now >= call.LimitAt) ending.End(call, new CallEnd(CallEndReason.DurationLimit) { Rule = call.LimitRule }, now);
        else if (now >= call.MediaCheckAt) WatchMedia(call, now);
    }

    private void OnTimer(CallLeg leg, long now)
    {
        switch (leg.Answer?.OnTimer(now))
        {
            case AnswerRetransmission.Output.SendAgain when leg.InviteFromPeer is { } answered:
                env.Layer.SendAgain(answered);
                break;
            case AnswerRetransmission.Output.GiveUp:
                leg.Answer = null;
                if (leg.ByeAfterAck is not null) ending.FinishWaiting(leg, now);
                else ending.End(leg.Call, new CallEnd(CallEndReason.NoAck), now);
                return;
        }
        switch (leg.Provisional?.OnTimer(now))
        {
            case ReliableProvisional.Output.SendAgain when leg.InviteFromPeer is { } alerted:
                env.Layer.SendAgain(alerted);
                break;
            case ReliableProvisional.Output.GiveUp:
                // RFC 3262 §3: the INVITE is refused with a 5xx.
                ending.End(leg.Call, new CallEnd(CallEndReason.NoAck) { Status = 504 }, now);
                return;
        }
        if (now >= leg.ReinviteEndsAt)
        {
            // Its final answer, or none within 64·T1, goes to whoever asked.
            leg.ReinviteEndsAt = long.MaxValue;
            if (leg.InviteToPeer is { } invite) env.Layer.Cancel(invite, now);
        }
        if (now >= leg.OfferAgainAt) takeovers.OfferAgain(leg, now);
        switch (leg.Session.OnTimer(now))
        {
            case SessionTimer.Output.Refresh:
                Refresh(leg, now);
                break;
            case SessionTimer.Output.Expired:
                ending.End(leg.Call, new CallEnd(CallEndReason.SessionTimeout) { Rule = leg.Party.Name }, now);
                break;
        }
    }

    // UPDATE disturbs nothing; who does not know it gets the SDP it has already in a re-INVITE (RFC 4028 §7.4).
    private void Refresh(CallLeg leg, long now)
    {
        if (leg.InviteToPeer is not null || leg.InviteFromPeer is not null)
        {
            leg.Session.OnRefreshFailed(now);
            return;
        }
        var method = leg.Traits.HasFlag(PeerTraits.Update) ? SipMethod.Update : SipMethod.Invite;
        messages.Modify(new SessionRefresh(leg, method, this), method, method == SipMethod.Update ? [] : leg.SdpSent, now);
    }

    /// <summary>The peer answered our refresh.</summary>
    public void OnRefreshed(SessionRefresh refresh, SipMessage response, long now)
    {
        var (leg, status) = (refresh.Leg, response.StatusCode);
        if (status < 200) return;
        if (refresh.Method == SipMethod.Invite && status < 300) messages.Acknowledge(leg, [], response.CSeq.Number, now);
        // A 2xx that comes again, since our ACK was lost, says nothing new, and another re-INVITE may be on its way.
        if (refresh.IsDone) return;
        refresh.IsDone = true;
        if (refresh.Method == SipMethod.Invite) leg.EndReinvite();
        if (leg.Gone) return;
        switch (status)
        {
            case < 300:
                leg.Dialog.Take(response);
                PeerAddress.Follow(leg);
                leg.Session.OnAnswer(response, now);
                break;
            case 422 when leg.Session.OnTooSmall(response):
            case 401 or 407 when messages.TakeChallenge(leg, response, mayRepeat: false):
                Refresh(leg, now);
                break;
            case 408 or 481:
                ending.End(leg.Call, new CallEnd(CallEndReason.DialogGone) { Rule = leg.Party.Name }, now);
                break;
            default:
                leg.Session.OnRefreshFailed(now);
                break;
        }
    }

    /// <summary>The peer did not answer our refresh.</summary>
    public void OnLost(CallLeg leg, long now)
    {
        leg.EndReinvite();
        if (!leg.Gone) ending.End(leg.Call, new CallEnd(CallEndReason.SessionTimeout) { Rule = leg.Party.Name }, now);
    }

    private void WatchMedia(Call call, long now)
    {
        call.MediaCheckAt = now + MediaCheckEvery;
        var limit = env.Settings.NoMediaHangUp;
        if (limit == 0 || !call.Media.Relayed) return;
        if (call.Silence.IsTooSilent(call, now, limit)) ending.End(call, new CallEnd(CallEndReason.NoMedia) { Rule = "SS_NOMEDIAHANGUPTIME" }, now);
    }

    /// <summary>How often media is looked for, in milliseconds.</summary>
    public const long MediaCheckEvery = 1_000;
}

/// <summary>A request of ours that refreshes a session (RFC 4028 §7.4).</summary>
internal sealed class SessionRefresh(CallLeg leg, SipMethod method, SessionKeeping keeping) : PendingRequest(leg)
{
    /// <summary>INVITE or UPDATE.</summary>
    public SipMethod Method => method;

    /// <summary>True once its final answer was dealt with.</summary>
    public bool IsDone { get; set; }

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now) => keeping.OnRefreshed(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => keeping.OnLost(Leg, now);
}

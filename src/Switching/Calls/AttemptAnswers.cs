using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>What becomes of the answers to the INVITEs of a call's attempts (RFC 3261 §13.2.2, §16.7).</summary>
internal sealed class AttemptAnswers(CallEnvironment env, LegMessages messages, OutgoingInvite invites, CallEnding ending, CallAnswer answer, AttemptRinging ringing)
{
    private const uint LongestRetryAfter = 3600;

    /// <summary>Goes on when an attempt is over; set once, since it begins the attempts whose answers come here.</summary>
    public CallSetup Setup { get; set; } = null!;

    /// <summary>100 came: the INVITE has arrived.</summary>
    public void OnTrying(CallLeg leg, long now)
    {
        if (leg.Gone || leg.StageReason != CallEndReason.InviteTimeout) return;
        StageTimers.Enter(leg, CallEndReason.TryingTimeout, env.Settings, now);
    }

    /// <summary>101–199 came.</summary>
    public void OnProgress(CallLeg leg, SipMessage response, long now)
    {
        if (leg.Gone || !leg.Dialog.Take(response)) return;
        PeerAddress.Follow(leg);
        leg.NotePeer(response);
        if (!TakeReliable(leg, response, now)) return;
        var hasSdp = SdpBody.IsIn(response);
        NoteDelay(leg, now);
        leg.Attempt!.Progress |= AttemptProgress.Ringing | (hasSdp ? AttemptProgress.Sdp : AttemptProgress.None);
        StageTimers.OnProgress(leg, response.StatusCode, hasSdp, env.Settings, now);
        answer.Alert(leg.Call, leg, response, now);
    }

    /// <summary>A 2xx came: the first of them wins, any other is acknowledged and hung up at once (RFC 3261 §13.2.2.4).</summary>
    public void OnAnswer(InitialInvite owner, SipMessage response, long now)
    {
        var (leg, call) = (owner.Leg, owner.Leg.Call);
        if (leg.Confirmed && leg.Dialog.RemoteTag.SequenceEqual(response.ToTag))
        {
            // Our ACK was lost, or waits for the caller's own with the answer to a late offer.
            if (leg.AckSent) messages.Acknowledge(leg, leg.AckBody, response.CSeq.Number, now);
            return;
        }
        if (leg.Gone || leg.Confirmed || call.State != CallState.Trying)
        {
            if (!leg.Confirmed) leg.InviteToPeer = null;
            HangUpStranger(owner, response, now);
            return;
        }
        leg.InviteToPeer = null;
        leg.Dialog.Take(response);
        PeerAddress.Follow(leg);
        leg.NotePeer(response);
        NoteDelay(leg, now);
        // It rings no longer, though the caller may hear of the answer later.
        leg.StageEndsAt = leg.Attempt!.RingEndsAt = long.MaxValue;
        answer.Connect(call, leg, response, now);
    }

    /// <summary>A final answer of 300–699 came; the ACK is sent already.</summary>
    public void OnRefusal(InitialInvite owner, SipMessage response, long now)
    {
        var leg = owner.Leg;
        leg.InviteToPeer = null;
        if (leg.Gone || invites.TryAgain(owner, response, now)) return;
        var (running, status) = (leg.Attempt!, response.StatusCode);
        if (status == 503 && running.Attempt.State is { } state && RetryAfter.TryRead(response, out var seconds))
            state.RetryAfter = now + Math.Min(seconds, LongestRetryAfter) * 1000L;
        var failure = new AttemptFailure(
            AttemptFailure.ReasonOf(status), status, running.Progress, "", RecordedText.Of(response.First(HeaderName.Reason), 255));
        if (CallForward.TryReadDeflection(running, response, out var number))
        {
            // The phone's user has decided for all of its contacts.
            Drop(leg, now);
            running.Deflection = number;
            Setup.EndAttempt(leg.Call, running, failure, now);
            return;
        }
        OnFailure(leg, failure, now);
    }

    /// <summary>One leg of an attempt has failed.</summary>
    public void OnFailure(CallLeg leg, in AttemptFailure failure, long now)
    {
        if (leg.Gone) return;
        var (call, running) = (leg.Call, leg.Attempt!);
        Drop(leg, now);
        // RFC 3261 §16.7: of several contacts 6xx stops all, else the best answer counts.
        if (running.Legs.Count > 0 && failure.Status < 600)
        {
            running.Failure = AttemptFailure.Better(running.Failure, failure);
            return;
        }
        if (MayTryNextTarget(running, failure) && ringing.RingTargets(call, running, now)) return;
        Setup.EndAttempt(call, running, failure, now);
    }

    private static void NoteDelay(CallLeg leg, long now)
    {
        // Less than a millisecond is one, too: 0 says that nothing was heard.
        if (leg.Call.Record.CalleeDelay == 0) leg.Call.Record.CalleeDelay = (int)Math.Clamp(now - leg.Attempt!.InvitedAt, 1, int.MaxValue);
    }

    private void Drop(CallLeg leg, long now)
    {
        ending.Cancel(leg, "", now);
        leg.Attempt!.Legs.Remove(leg);
    }

    private bool TakeReliable(CallLeg leg, SipMessage response, long now)
    {
        // RFC 3262 §4: answers that come again, or out of order, are not acknowledged and not looked at.
        var verdict = (leg.Reception ??= new ReliableReception()).Take(response, out var rack);
        if (verdict == ReliableReception.Verdict.Acknowledge) messages.AcknowledgeProvisional(leg, rack, now);
        return verdict != ReliableReception.Verdict.Drop;
    }

    // Another fork's 2xx, or one that crossed our CANCEL: its dialog lives until we end it. One that comes again is only acknowledged.
    private void HangUpStranger(InitialInvite owner, SipMessage response, long now)
    {
        var leg = owner.Leg;
        var stranger = new CallLeg(leg.Call, leg.Side, leg.Dialog.OfFork(response), leg.Session) { Attempt = leg.Attempt, Party = leg.Party };
        PeerAddress.Follow(stranger);
        messages.Acknowledge(stranger, [], response.CSeq.Number, now);
        if (owner.IsNewStranger(response.ToTag)) messages.HangUp(stranger, "", now);
    }

    private static bool MayTryNextTarget(RunningAttempt running, in AttemptFailure failure) =>
        // RFC 3263 §4.3 for a gateway's addresses; a phone's further contacts ring unless its owner refused.
        running.Attempt.Phone is null
            ? failure.Status is 503 or 408 or 0 && running.Progress == AttemptProgress.None
            : failure.Status < 600 && failure.Reason is not (CallEndReason.Busy or CallEndReason.RingingTimeout);
}

using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// The story of a call until it is answered: attempts in the order of the plan, each with its stage timers, going on to the
/// next where the rules allow it, and never after an answer (spec: switch §2, steps 12 and 13).
/// </summary>
internal sealed class CallSetup(CallEnvironment env, LegMessages messages, OutgoingInvite invites, CallEnding ending, CallAnswer answer)
{
    private const uint LongestRetryAfter = 3600;

    /// <summary>Makes the attempts of the next step; ends the call when there is none left.</summary>
    public void TryNext(Call call, long now)
    {
        var attempts = call.Plan.Attempts;
        while (call.NextAttempt < attempts.Length)
        {
            var step = attempts[call.NextAttempt].Step;
            while (call.NextAttempt < attempts.Length && attempts[call.NextAttempt].Step == step)
            {
                Begin(call, attempts[call.NextAttempt++], now);
                if (call.State != CallState.Trying) return;
            }
            if (call.Running.Count > 0) return;
        }
        if (!Forward(call, now)) Fail(call, now);
    }

    /// <summary>100 came: the INVITE has arrived.</summary>
    public void OnTrying(CallLeg leg, long now)
    {
        if (leg.Gone || leg.StageReason != CallEndReason.InviteTimeout) return;
        StageTimers.Enter(leg, CallEndReason.TryingTimeout, env.Settings, now);
    }

    /// <summary>101–199 came.</summary>
    public void OnProgress(CallLeg leg, SipMessage response, long now)
    {
        var call = leg.Call;
        if (leg.Gone || !leg.Dialog.Take(response)) return;
        leg.NotePeer(response);
        if (!TakeReliable(leg, response, now)) return;
        var hasSdp = SdpBody.IsIn(response);
        leg.Attempt!.Progress |= AttemptProgress.Ringing | (hasSdp ? AttemptProgress.Sdp : AttemptProgress.None);
        StageTimers.OnProgress(leg, response.StatusCode, hasSdp, env.Settings, now);
        answer.Alert(call, leg, response, now);
    }

    /// <summary>A 2xx came: the first of them wins, any other is acknowledged and hung up at once (RFC 3261 §13.2.2.4).</summary>
    public void OnAnswer(CallLeg leg, SipMessage response, long now)
    {
        var call = leg.Call;
        var isAgain = ReferenceEquals(call.CalleeLeg, leg) && leg.Dialog.RemoteTag.SequenceEqual(response.ToTag);
        if (isAgain)
        {
            // Our ACK was lost, or waits for the caller's own with the answer to a late offer.
            if (leg.AckSent) messages.Acknowledge(leg, leg.AckBody, now);
            return;
        }
        leg.InviteToPeer = null;
        if (leg.Gone || call.State != CallState.Trying)
        {
            HangUpStranger(leg, response, now);
            return;
        }
        leg.Dialog.Take(response);
        leg.NotePeer(response);
        leg.StageEndsAt = long.MaxValue;
        answer.Connect(call, leg, response, now);
    }

    /// <summary>A final answer of 300–699 came; the ACK is sent already.</summary>
    public void OnRefusal(InitialInvite owner, SipMessage response, long now)
    {
        var leg = owner.Leg;
        leg.InviteToPeer = null;
        if (leg.Gone) return;
        var status = response.StatusCode;
        if (invites.TryAgain(owner, response, now)) return;
        if (status == 503 && leg.Attempt!.Attempt.State is { } state && RetryAfter.TryRead(response, out var seconds))
            state.RetryAfter = now + Math.Min(seconds, LongestRetryAfter) * 1000L;
        var sipReason = Encoding.UTF8.GetString(response.First(HeaderName.Reason));
        var reason = AttemptFailure.ReasonOf(status);
        OnFailure(leg, new AttemptFailure(reason, status, Encoding.UTF8.GetString(response.ReasonPhrase), leg.Attempt!.Progress, "", sipReason), now);
    }

    /// <summary>One leg of an attempt has failed.</summary>
    public void OnFailure(CallLeg leg, in AttemptFailure failure, long now)
    {
        if (leg.Gone) return;
        var (call, running) = (leg.Call, leg.Attempt!);
        if (leg.InviteToPeer is not null) ending.Cancel(leg, now);
        leg.Gone = true;
        leg.InviteToPeer = null;
        env.Calls.Remove(leg);
        running.Legs.Remove(leg);
        // RFC 3261 §16.7: of several contacts 6xx stops all, else the best answer counts.
        if (running.Legs.Count > 0 && failure.Status < 600)
        {
            call.LastFailure = Better(call.LastFailure, failure);
            return;
        }
        if (MayTryNextTarget(running, failure) && RingTargets(call, running, now)) return;
        EndAttempt(call, running, failure, now);
    }

    /// <summary>What of an attempt's timers is due.</summary>
    public void OnTimer(Call call, long now)
    {
        if (now >= call.StartsAt)
        {
            call.StartsAt = long.MaxValue;
            TryNext(call, now);
        }
        foreach (var running in call.Running.ToArray())
        {
            foreach (var leg in running.Legs.ToArray())
            {
                if (now >= leg.StageEndsAt && !leg.Gone) OnFailure(leg, StageTimers.Failure(leg), now);
            }
            if (now >= running.RingEndsAt && call.Running.Contains(running)) StopRinging(call, running, now);
        }
    }

    private void Begin(Call call, Attempt attempt, long now)
    {
        var (lease, why, rule) = env.Planner.Enter(attempt, call.Caller, now);
        if (lease is null)
        {
            call.LastFailure = new AttemptFailure(why, 0, "", AttemptProgress.None, rule);
            return;
        }
        var running = new RunningAttempt(attempt, lease);
        call.Running.Add(running);
        call.Record.Attempts++;
        call.Record.Sent = attempt.Sent;
        answer.DecideRelay(call, attempt);
        if (RingTargets(call, running, now)) return;
        call.Running.Remove(running);
        lease.Return();
        call.LastFailure ??= new AttemptFailure(CallEndReason.Unreachable, 0, "", AttemptProgress.None, attempt.Name);
    }

    // A gateway's addresses one after another, a phone's contacts of the same q together (RFC 3261 §16.6).
    private bool RingTargets(Call call, RunningAttempt running, long now)
    {
        var targets = running.Attempt.Targets;
        if (running.NextTarget >= targets.Length) return false;
        var q = targets[running.NextTarget].Q;
        do
        {
            Ring(call, running, targets[running.NextTarget++], now);
        }
        while (call.State == CallState.Trying && running.Attempt.Phone is not null && running.NextTarget < targets.Length && targets[running.NextTarget].Q == q);
        return running.Legs.Count > 0;
    }

    private void Ring(Call call, RunningAttempt running, in CallTarget target, long now)
    {
        var invite = call.CallerLeg.InviteFromPeer is { } transaction ? env.Layer.Request(transaction) : null;
        var leg = invites.MakeLeg(call, running, target, invite);
        var sdp = ReadOnlySpan<byte>.Empty;
        if (call.CallerLeg.SdpReceived.Length > 0)
        {
            var length = call.Media.Pass(call.CallerLeg, call.CallerLeg.SdpReceived, leg, messages.LocalOf(leg), env.SdpSpace);
            if (length <= 0)
            {
                ending.End(call, new CallEnd(length < 0 ? CallEndReason.NoMediaPort : CallEndReason.ProtocolError), now);
                return;
            }
            sdp = env.SdpSpace.AsSpan(0, length);
        }
        running.Legs.Add(leg);
        env.Calls.Add(leg);
        StageTimers.Enter(leg, CallEndReason.InviteTimeout, env.Settings, now);
        invites.Send(new InitialInvite(leg, this), invite, sdp, now);
    }

    private void EndAttempt(Call call, RunningAttempt running, AttemptFailure failure, long now)
    {
        foreach (var leg in running.Legs) ending.Cancel(leg, now);
        running.Legs.Clear();
        running.Lease.Return();
        call.Running.Remove(running);
        call.LastFailure = Better(call.LastFailure, failure with { Progress = running.Progress });
        if (call.Running.Count > 0) return;
        var last = call.LastFailure.Value;
        if (running.Attempt.Gateway is { } gateway && call.NextAttempt < call.Plan.Attempts.Length
            && FailoverPolicy.Stop(last, gateway.Failover, env.Settings.Failover, call.Record.Attempts) is { } stop)
        {
            call.LastFailure = last with { Rule = stop };
            Fail(call, now);
            return;
        }
        // The next gateway's answer counts, not this one's; a failure is kept only to be told when nothing else follows.
        if (call.NextAttempt < call.Plan.Attempts.Length) call.LastFailure = null;
        TryNext(call, now);
        if (call.State == CallState.Trying) call.LastFailure ??= null;
    }

    private void StopRinging(Call call, RunningAttempt running, long now)
    {
        running.RingEndsAt = long.MaxValue;
        EndAttempt(call, running, new AttemptFailure(CallEndReason.RingingTimeout, 480, "Temporarily Unavailable", running.Progress, "ring_time"), now);
    }

    private bool Forward(Call call, long now)
    {
        if (call.Plan.Called is not { } phone || call.LastFailure is not { } failure) return false;
        var why = failure.Reason switch
        {
            CallEndReason.Busy or CallEndReason.CalleeLinesExceeded => CallEndReason.Busy,
            CallEndReason.NoAnswer or CallEndReason.RingingTimeout or CallEndReason.InviteTimeout => CallEndReason.NoAnswer,
            CallEndReason.Unreachable => CallEndReason.Offline,
            _ => default,
        };
        if (why == default) return false;
        var plan = env.Planner.Forward(phone, why, null, call.Caller, call.Plan.Billed, call.Diversions.Count, now);
        return plan is not null && Follow(call, plan, phone.Name, CallForwarding.Word(why), now);
    }

    /// <summary>Goes on with the plan of a forward.</summary>
    public bool Follow(Call call, CallPlan plan, string forwarder, string word, long now)
    {
        if (plan.CallerLines is { } lines) call.Lines.Add(lines);
        if (plan.Refusal is { } refusal)
        {
            call.LastFailure = new AttemptFailure(refusal, 0, "", AttemptProgress.None, plan.Rule);
            return false;
        }
        call.Diversions.Insert(0, new Diversion(forwarder, word));
        call.Plan = plan;
        call.NextAttempt = 0;
        call.LastFailure = null;
        answer.TellForwarded(call, now);
        TryNext(call, now);
        return true;
    }

    private void Fail(Call call, long now)
    {
        if (call.State != CallState.Trying) return;
        var failure = call.LastFailure ?? new AttemptFailure(CallEndReason.NoRoute, 0, "", AttemptProgress.None);
        var table = CallEndReasons.Of(failure.Reason);
        ending.End(call, new CallEnd(failure.Reason)
        {
            Status = failure.Status != 0 ? failure.Status : table.Status,
            Phrase = failure.Status != 0 ? failure.Phrase : table.Phrase,
            Rule = failure.Rule,
            SipReason = failure.SipReason,
        }, now);
    }

    private bool TakeReliable(CallLeg leg, SipMessage response, long now)
    {
        // RFC 3262 §4: answers that come again, or out of order, are not acknowledged and not looked at.
        var verdict = (leg.Reception ??= new ReliableReception()).Take(response, out var rack);
        if (verdict == ReliableReception.Verdict.Acknowledge) messages.AcknowledgeProvisional(leg, rack, now);
        return verdict != ReliableReception.Verdict.Drop;
    }

    // Another fork's 2xx, or one that crossed our CANCEL: its dialog lives until we end it.
    private void HangUpStranger(CallLeg leg, SipMessage response, long now)
    {
        var stranger = new CallLeg(leg.Call, leg.Side, leg.Dialog.OfFork(response), leg.Session) { InviteSequence = response.CSeq.Number };
        messages.Acknowledge(stranger, [], now);
        messages.HangUp(stranger, "", now);
    }

    private static bool MayTryNextTarget(RunningAttempt running, in AttemptFailure failure) =>
        // RFC 3263 §4.3 for a gateway's addresses; a phone's further contacts ring unless its owner refused.
        running.Attempt.Phone is null
            ? failure.Status is 503 or 408 or 0 && running.Progress == AttemptProgress.None
            : failure.Status < 600 && failure.Reason is not (CallEndReason.Busy or CallEndReason.RingingTimeout);

    // RFC 3261 §16.7 step 6: 6xx first, else the lowest class, and of the same class the later.
    private static AttemptFailure Better(AttemptFailure? known, in AttemptFailure failure)
    {
        if (known is not { Status: > 0 } before) return failure;
        if (before.Status >= 600) return before;
        return failure.Status >= 600 || failure.Status / 100 <= before.Status / 100 ? failure : before;
    }
}

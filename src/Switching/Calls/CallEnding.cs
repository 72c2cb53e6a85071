using System.Text;
using Tandem.Media.Relay;
using Tandem.Switching.Records;

namespace Tandem.Switching.Calls;

/// <summary>Ends calls: both legs closed, everything lent given back, one reason, one record.</summary>
internal sealed class CallEnding(CallEnvironment env, LegMessages messages)
{
    /// <summary>Tells transferors how their target's call ended; set once, since endings and transfers need each other.</summary>
    public CallTransfer Transfers { get; set; } = null!;

    /// <summary>
    /// Ends a call, once: the legs that are still there are told, and the record is closed. The leg that ended it is already
    /// marked gone.
    /// </summary>
    /// <param name="call">The call; one that has ended stays as it is.</param>
    /// <param name="end">Why.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void End(Call call, in CallEnd end, long now)
    {
        if (call.State == CallState.Ended) return;
        var answered = call.State == CallState.Answered;
        var status = call.MadeFor is null ? CallerStatus.For(call.Caller, end.Status) : end.Status;
        call.State = CallState.Ended;
        CancelAttempts(call, end.WireReason, now);
        // Before anybody is told: what was told is never missing from the record.
        CloseRecord(call, end, answered ? 200 : status, now);
        if (call.Transfer is { } transfer) Transfers.OnCallEnded(transfer, now);
        if (answered)
        {
            CloseConfirmed(call, call.CalleeLeg!, end.WireReason, now);
            CloseConfirmed(call, call.CallerLeg, end.WireReason, now);
        }
        else if (call.MadeFor is not null)
        {
            Transfers.OnFailed(call, status, now);
        }
        else
        {
            RefuseCaller(call, end, status, now);
        }
        Release(call);
        Forget(call);
    }

    /// <summary>Cancels every attempt but that of the leg which answered; that one stays alone in its own.</summary>
    /// <param name="call">The call.</param>
    /// <param name="reason">The Reason header for those who are cancelled (RFC 3326); "" = none.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="winner">The leg that answered; null when none did.</param>
    public void CancelAttempts(Call call, string reason, long now, CallLeg? winner = null)
    {
        foreach (var running in call.Running)
        {
            foreach (var leg in running.Legs)
            {
                if (!ReferenceEquals(leg, winner)) Cancel(leg, reason, now);
            }
            running.Legs.RemoveAll(leg => !ReferenceEquals(leg, winner));
            if (running.Legs.Count == 0) running.Lease.Return();
        }
        call.Running.RemoveAll(running => running.Legs.Count == 0);
    }

    /// <summary>
    /// Gives one leg of an attempt up; a 2xx that crosses the CANCEL is acknowledged and hung up when it comes, one that has come
    /// already is hung up here.
    /// </summary>
    public void Cancel(CallLeg leg, string reason, long now)
    {
        leg.StageEndsAt = long.MaxValue;
        leg.Session.Stop();
        if (leg.InviteToPeer is { } invite) env.Layer.Cancel(invite, now, Encoding.UTF8.GetBytes(reason));
        leg.EndReinvite();
        if (leg.Confirmed && !leg.Gone) HangUp(leg, reason, now);
        leg.Gone = true;
        RefuseOpen(leg, now);
        env.Calls.Remove(leg);
    }

    /// <summary>The peer has hung up a leg whose call had ended already, and only waited for an ACK.</summary>
    public void OnPeerGone(CallLeg leg)
    {
        if (leg.Call.State == CallState.Ended) Forget(leg.Call);
    }

    /// <summary>The ACK that an ended call still waited for has come, or will not come: now the BYE may go.</summary>
    public void FinishWaiting(CallLeg leg, long now)
    {
        if (leg.ByeAfterAck is not { } reason) return;
        leg.ByeAfterAck = null;
        messages.HangUp(leg, reason, now);
        Forget(leg.Call);
    }

    // A party whose 2xx is not acknowledged yet must not be sent BYE (RFC 3261 §15): it is kept until the ACK has come.
    private void CloseConfirmed(Call call, CallLeg leg, string reason, long now)
    {
        // After a transfer one of them belongs to another call.
        if (leg.Call != call) return;
        leg.Session.Stop();
        if (leg.InviteToPeer is { } invite) env.Layer.Cancel(invite, now);
        leg.EndReinvite();
        RefuseOpen(leg, now);
        if (leg.Gone) return;
        leg.Gone = true;
        // One that has picked the call up and was not answered yet is refused, not hung up.
        if (!leg.Confirmed) return;
        if (leg.Answer is not null) leg.ByeAfterAck = reason;
        else HangUp(leg, reason, now);
    }

    // §13.2.2.4: a 2xx is acknowledged whatever becomes of the call, also when the answer to its offer never came.
    private void HangUp(CallLeg leg, string reason, long now)
    {
        if (!leg.AckSent)
        {
            leg.AckSent = true;
            messages.Acknowledge(leg, [], leg.InviteSequence, now);
        }
        messages.HangUp(leg, reason, now);
    }

    // §15.1.2: what the peer still waits for within the dialog is answered.
    private void RefuseOpen(CallLeg leg, long now)
    {
        if (leg.InviteFromPeer is { IsAnswered: false } invite) messages.Respond(leg, invite, 487, now);
        if (leg.Bridged is { Transaction: { IsAnswered: false } request }) messages.Respond(leg, request, 487, now);
        leg.Bridged = null;
        if (leg.TakePostponed() is { } offer) Transfers.Takeovers.GiveUp(offer, 487, now);
    }

    private void RefuseCaller(Call call, in CallEnd end, int status, long now)
    {
        var leg = call.CallerLeg;
        leg.Gone = true;
        leg.Provisional = null;
        if (leg.InviteFromPeer is { IsAnswered: false } invite)
            messages.Respond(leg, invite, status, now, new AnswerParts { Reason = ReasonText.Bare(end.SipReason) });
    }

    private static void Release(Call call)
    {
        call.Media.Close();
        foreach (var lease in call.Lines) lease.Return();
        call.Lines.Clear();
        call.HeldAnswer = null;
        call.StartsAt = call.LimitAt = call.CheckpointAt = call.MediaCheckAt = long.MaxValue;
    }

    private void CloseRecord(Call call, in CallEnd end, int code, long now)
    {
        var record = call.Record;
        record.FromCaller = call.Media.QualityFrom(RelaySide.Caller);
        record.FromCallee = call.Media.QualityFrom(RelaySide.Callee);
        record.Relayed |= call.Media.WasRelayed;
        record.Caller = WithMedia(call, call.CallerLeg, RelaySide.Caller);
        if (call.CalleeLeg is { } callee) record.Callee = WithMedia(call, callee, RelaySide.Callee);
        record.EndedAt = now;
        record.EndReason = end.Reason;
        record.EndSide = end.Side ?? CallEndReasons.Of(end.Reason).Side;
        record.EndCode = code;
        record.EndRule = end.Rule;
        record.SipReason = end.SipReason;
        record.Route = call.Plan?.Explanation.First.ToJson() ?? "";
        env.Journal.Ended(record);
    }

    private static CallParty WithMedia(Call call, CallLeg leg, RelaySide side)
    {
        var source = call.Media.SourceOf(side);
        return source == default ? leg.Party : leg.Party with { MediaAddress = source };
    }

    // What still waits for an ACK stays in the tables, so that the ACK is found and its absence noticed.
    private void Forget(Call call)
    {
        var callerWaits = Waits(call, call.CallerLeg);
        var calleeWaits = call.CalleeLeg is { } callee && Waits(call, callee);
        if (!callerWaits && !calleeWaits) env.Calls.Remove(call);
    }

    private bool Waits(Call call, CallLeg leg)
    {
        if (leg.Call != call) return false;
        if (leg.ByeAfterAck is null) env.Calls.Remove(leg);
        return leg.ByeAfterAck is not null;
    }
}

/// <summary>How a call ends.</summary>
internal readonly record struct CallEnd(CallEndReason Reason)
{
    /// <summary>The status for a caller who has no answer yet.</summary>
    public int Status { get; init; } = CallEndReasons.Of(Reason).Status;

    /// <summary>Which side ended it; null = as the table says.</summary>
    public EndSide? Side { get; init; }

    /// <summary>The rule that decided.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The Reason header that came (RFC 3326).</summary>
    public string SipReason { get; init; } = "";

    /// <summary>The Reason header for the side that is hung up: what came, else what the switch has to say.</summary>
    public string WireReason => ReasonText.Bare(SipReason) is { Length: > 0 } received ? received : Reason switch
    {
        CallEndReason.CallerHungUp or CallEndReason.CalleeHungUp or CallEndReason.CallerCancelled or CallEndReason.Transferred => "",
        CallEndReason.SessionTimeout => "SIP;cause=408;text=\"Session timeout\"",
        CallEndReason.NoMedia => "SIP;cause=408;text=\"No media\"",
        CallEndReason.DurationLimit => "Q.850;cause=16;text=\"Duration limit\"",
        CallEndReason.OperatorHungUp => "Q.850;cause=16;text=\"Ended by operator\"",
        _ => "Q.850;cause=31",
    };
}

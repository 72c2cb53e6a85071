using Tandem.Media.Relay;
using Tandem.Sip.Messages;
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
        call.State = CallState.Ended;
        CancelAttempts(call, now);
        // Before anybody is told: what was told is never missing from the record.
        CloseRecord(call, end, answered, now);
        if (answered)
        {
            CloseConfirmed(call, call.CalleeLeg!, end.WireReason, now);
            CloseConfirmed(call, call.CallerLeg, end.WireReason, now);
        }
        else if (call.MadeFor is not null)
        {
            Transfers.OnFailed(call, end.Status, end.Phrase, now);
        }
        else
        {
            RefuseCaller(call, end, now);
        }
        Release(call);
        Forget(call);
    }

    /// <summary>Cancels every attempt but that of the leg which answered.</summary>
    public void CancelAttempts(Call call, long now, CallLeg? winner = null)
    {
        foreach (var running in call.Running)
        {
            foreach (var leg in running.Legs)
            {
                if (!ReferenceEquals(leg, winner)) Cancel(leg, now);
            }
            if (winner is null || !ReferenceEquals(running, winner.Attempt)) running.Lease.Return();
        }
        call.Running.Clear();
    }

    /// <summary>Gives one leg of an attempt up; a 2xx that crosses the CANCEL is acknowledged and hung up when it comes.</summary>
    public void Cancel(CallLeg leg, long now)
    {
        leg.Gone = true;
        leg.StageEndsAt = long.MaxValue;
        if (leg.InviteToPeer is { } invite) env.Layer.Cancel(invite, now);
        leg.InviteToPeer = null;
        env.Calls.Remove(leg);
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
        if (leg.Gone) return;
        leg.Gone = true;
        if (leg.InviteToPeer is { } invite) env.Layer.Cancel(invite, now);
        if (leg.Answer is not null) leg.ByeAfterAck = reason;
        else messages.HangUp(leg, reason, now);
    }

    private void RefuseCaller(Call call, in CallEnd end, long now)
    {
        var leg = call.CallerLeg;
        leg.Gone = true;
        leg.Provisional = null;
        if (leg.InviteFromPeer is not { IsAnswered: false } invite) return;
        Span<byte> phrase = stackalloc byte[128];
        var text = end.Phrase.Length > 100 ? end.Phrase.AsSpan(0, 100) : end.Phrase.AsSpan();
        var length = System.Text.Encoding.UTF8.GetBytes(text, phrase);
        messages.Respond(leg, invite, end.Status, phrase[..length], now, new AnswerParts { PassFrom = end.Source, RetryAfter = end.RetryAfter });
    }

    private static void Release(Call call)
    {
        call.Media.Close();
        foreach (var lease in call.Lines) lease.Return();
        call.Lines.Clear();
        call.CalleeLeg?.Attempt?.Lease.Return();
        call.StartsAt = call.LimitAt = call.CheckpointAt = call.MediaCheckAt = long.MaxValue;
    }

    private void CloseRecord(Call call, in CallEnd end, bool answered, long now)
    {
        var record = call.Record;
        if (call.Media.WasRelayed)
        {
            record.FromCaller = call.Media.QualityFrom(RelaySide.Caller);
            record.FromCallee = call.Media.QualityFrom(RelaySide.Callee);
            record.Relayed = true;
        }
        record.Caller = WithMedia(call, call.CallerLeg, RelaySide.Caller);
        if (call.CalleeLeg is { } callee) record.Callee = WithMedia(call, callee, RelaySide.Callee);
        record.EndedAt = now;
        record.EndReason = end.Reason;
        record.EndSide = end.Side ?? CallEndReasons.Of(end.Reason).Side;
        record.EndCode = answered ? 200 : end.Status;
        record.EndRule = end.Rule;
        record.SipReason = end.SipReason;
        record.Route = call.Plan?.Explanation.ToJson() ?? "";
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
        var waits = false;
        foreach (var leg in new[] { call.CallerLeg, call.CalleeLeg })
        {
            if (leg is null || leg.Call != call) continue;
            if (leg.ByeAfterAck is not null) waits = true;
            else env.Calls.Remove(leg);
        }
        if (!waits) env.Calls.Remove(call);
    }
}

/// <summary>How a call ends.</summary>
internal readonly record struct CallEnd(CallEndReason Reason)
{
    /// <summary>The status for a caller who has no answer yet.</summary>
    public int Status { get; init; } = CallEndReasons.Of(Reason).Status;

    /// <summary>Its phrase.</summary>
    public string Phrase { get; init; } = CallEndReasons.Of(Reason).Phrase;

    /// <summary>Which side ended it; null = as the table says.</summary>
    public EndSide? Side { get; init; }

    /// <summary>The rule that decided.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The Reason header that came (RFC 3326).</summary>
    public string SipReason { get; init; } = "";

    /// <summary>The answer that ended it, of which some header fields pass to the caller.</summary>
    public SipMessage? Source { get; init; }

    /// <summary>Retry-After for the caller in seconds; 0 = none.</summary>
    public int RetryAfter { get; init; }

    /// <summary>The Reason header for the side that is hung up: what came, else what the switch has to say.</summary>
    public string WireReason => SipReason.Length > 0 ? SipReason : Reason switch
    {
        CallEndReason.CallerHungUp or CallEndReason.CalleeHungUp or CallEndReason.Transferred => "",
        CallEndReason.SessionTimeout => "SIP;cause=408;text=\"Session timeout\"",
        CallEndReason.NoMedia => "SIP;cause=408;text=\"No media\"",
        CallEndReason.DurationLimit => "Q.850;cause=16;text=\"Duration limit\"",
        CallEndReason.OperatorHungUp => "Q.850;cause=16;text=\"Ended by operator\"",
        _ => "Q.850;cause=31",
    };
}

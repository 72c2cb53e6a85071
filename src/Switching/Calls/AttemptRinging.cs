using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>Rings the targets of an attempt: a gateway's addresses one after another, a phone's contacts of the same q together (RFC 3261 §16.6).</summary>
internal sealed class AttemptRinging(CallEnvironment env, LegMessages messages, OutgoingInvite invites, CallEnding ending)
{
    /// <summary>Hears of what the targets answer; set once, since answers may ring further targets.</summary>
    public AttemptAnswers Answers { get; set; } = null!;

    /// <summary>Rings the next targets; false when there is none, or the call has ended over it.</summary>
    public bool RingTargets(Call call, RunningAttempt running, long now)
    {
        var targets = running.Attempt.Targets;
        if (running.NextTarget >= targets.Length) return false;
        var q = targets[running.NextTarget].Q;
        do
        {
            if (!Ring(call, running, targets[running.NextTarget++], now)) return false;
        }
        while (running.Attempt.Phone is not null && running.NextTarget < targets.Length && targets[running.NextTarget].Q == q);
        return true;
    }

    private bool Ring(Call call, RunningAttempt running, in CallTarget target, long now)
    {
        var invite = call.CallerLeg.InviteFromPeer is { IsOver: false } transaction ? env.Layer.Request(transaction) : null;
        var leg = invites.MakeLeg(call, running, target, invite);
        call.Record.Callee = leg.Party;
        var sdp = ReadOnlySpan<byte>.Empty;
        if (call.CallerLeg.SdpReceived.Length > 0)
        {
            var length = call.Media.Pass(call.CallerLeg, call.CallerLeg.SdpReceived, leg, messages.LocalOf(leg), env.SdpSpace, call.MadeFor is not null);
            if (length <= 0)
            {
                ending.End(call, length < 0 ? new CallEnd(call.Media.Refusal) : new CallEnd(CallEndReason.ProtocolError) { Status = 488 }, now);
                return false;
            }
            sdp = env.SdpSpace.AsSpan(0, length);
            // Of several that ring at once, one may have been heard already when the next begins.
            if (call.Running.TrueForAll(other => other.Legs.Count == 0)) call.Media.Expect(leg);
        }
        running.Legs.Add(leg);
        env.Calls.Add(leg);
        StageTimers.Enter(leg, CallEndReason.InviteTimeout, env.Settings, now);
        invites.Send(new InitialInvite(leg, Answers), invite, sdp, now);
        NoteInvite(call, running, now);
        return true;
    }

    // What an attempt before took to ring says nothing of this one.
    private static void NoteInvite(Call call, RunningAttempt running, long now)
    {
        if (running.InvitedAt > 0) return;
        running.InvitedAt = now;
        call.Record.CalleeDelay = 0;
    }
}

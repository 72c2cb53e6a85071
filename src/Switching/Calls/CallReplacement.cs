using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// An INVITE with Replaces (RFC 3891): its sender takes the place of one party of an answered call. The other party is asked in
/// a re-INVITE, and when it agrees the party that was replaced is hung up. Of a call that rings it takes the place of who is rung.
/// </summary>
internal sealed class CallReplacement(CallEnvironment env, LegMessages messages, CallBridge bridge, CallTakeover takeovers, CallPickup pickups)
{
    /// <summary>Begins the replacement; 0 when it goes its way, else the status that the INVITE is to be refused with (§3).</summary>
    public int Begin(ServerTransaction transaction, SipMessage invite, Caller caller, long now)
    {
        if (!Replaces.TryRead(invite, out var named)) return 400;
        // What only a phone may do, and only when it may transfer.
        if (caller.Phone is not { Calls.Transfer: true }) return 403;
        if (!LocalId.TryParseTag(named.ToTag, out var tag) || env.Calls.Find(tag) is not { } replaced || !Names(named, replaced)) return 481;
        var call = replaced.Call;
        if (call.State == CallState.Ended || replaced.Gone) return 603;
        // Only what we have begun ourselves can be taken while it is early.
        if (call.State == CallState.Trying && replaced.Attempt is not null) return PickUp(call, transaction, invite, caller, now);
        if (call.State != CallState.Answered || !replaced.Confirmed) return 481;
        if (named.IsEarlyOnly) return 486;
        if (call.Transfer is not null || takeovers.IsUnderWay(call) || replaced.Bridged is not null || replaced.Answer is not null
            || call.Other(replaced) is not { Gone: false, InviteToPeer: null, InviteFromPeer: null, Bridged: null }) return 491;
        var leg = MakeLeg(call, replaced.Side, transaction, invite, caller);
        messages.Respond(leg, transaction, 100, now);
        call.Media.Forget(replaced.Side);
        bridge.Replace(leg, replaced, invite, now);
        return 0;
    }

    private int PickUp(Call call, ServerTransaction transaction, SipMessage invite, Caller caller, long now)
    {
        if (CallPickup.Problem(call, invite) is not 0 and var status) return status;
        pickups.Take(call, MakeLeg(call, RelaySide.Callee, transaction, invite, caller), invite, now);
        env.Calls.Schedule(call);
        return 0;
    }

    private CallLeg MakeLeg(Call call, RelaySide side, ServerTransaction transaction, SipMessage invite, Caller caller)
    {
        var leg = new CallLeg(call, side, Dialog.OfServer(invite, env.Ids.Next(), transaction.Received), new SessionTimer(env.Settings.Session))
        {
            InviteFromPeer = transaction,
            AnsweredSequence = invite.CSeq.Number,
            AckSent = true,
            Caller = caller,
            Party = RecordedText.PartyOf(invite, caller.Kind, caller.Name, transaction.Received.Remote),
        };
        leg.NotePeer(invite);
        transaction.Owner = leg;
        env.Calls.Add(leg);
        return leg;
    }

    private static bool Names(in Replaces named, CallLeg leg) =>
        named.CallId.SequenceEqual(leg.Dialog.CallId) && named.FromTag.SequenceEqual(leg.Dialog.RemoteTag);
}

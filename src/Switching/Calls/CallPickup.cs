using Tandem.Media.Sdp;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>
/// An INVITE with Replaces that names a dialog in which we ring somebody (RFC 3891 §3): its sender takes the call that rings there,
/// as a key for another's calls does.
/// </summary>
internal sealed class CallPickup(CallEnvironment env, LegMessages messages, CallEnding ending, CallAnswer answer, CallTransfer transfers)
{
    /// <summary>Whether the call can be taken by the sender of an INVITE; 0, or the status that the INVITE is to be refused with.</summary>
    public static int Problem(Call call, SipMessage invite)
    {
        // While the caller owes a PRACK it may not be answered (RFC 3262 §3), and a callee's answer that waits for it comes first.
        if (call.HeldAnswer is not null || call.CallerLeg.Provisional is { IsWaiting: true }) return 491;
        // Both have made an offer, and each is the other's answer.
        var offer = SdpBody.Of(invite);
        if (offer.IsEmpty) return 488;
        return call.CallerLeg.SdpReceived.Length == 0 || SdpMatch.IsPossible(call.CallerLeg.SdpReceived, offer) ? 0 : 488;
    }

    /// <summary>The sender of the INVITE takes the call: what rings is cancelled, both are answered.</summary>
    /// <param name="call">The call, which rings.</param>
    /// <param name="leg">The leg of the INVITE.</param>
    /// <param name="invite">The INVITE.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Take(Call call, CallLeg leg, SipMessage invite, long now)
    {
        var callerLeg = call.CallerLeg;
        var offer = SdpBody.Of(invite).ToArray();
        ending.CancelAttempts(call, CallAnswer.AnsweredElsewhere, now);
        call.Media.Forget(leg.Side);
        answer.DecideRelay(call, leg, offer);
        if (call.MadeFor is not null)
        {
            // The transferee is told in a re-INVITE, as of any other answer.
            Accept(leg, callerLeg.SdpReceived, now, isForAnother: true);
            answer.Begin(call, leg, now);
            transfers.OnAnswered(call, leg, offer, now);
            return;
        }
        if (call.Media.Pass(leg, offer, callerLeg, messages.LocalOf(callerLeg), env.SdpSpace) <= 0)
        {
            ending.Cancel(leg, "", now);
            ending.End(call, new CallEnd(call.Media.Refusal), now);
            return;
        }
        answer.Complete(call, leg, null, now);
        // To a caller without an offer the other's went in its 2xx; the answer comes in its ACK.
        if (callerLeg.Traits.HasFlag(PeerTraits.Offered)) Accept(leg, callerLeg.SdpReceived, now);
    }

    private void Accept(CallLeg leg, ReadOnlySpan<byte> sdp, long now, bool isForAnother = false)
    {
        var length = leg.Call.Media.Pass(leg.Call.CallerLeg, sdp, leg, messages.LocalOf(leg), env.SdpSpace, isForAnother);
        messages.Accept(leg, leg.InviteFromPeer!, env.SdpSpace.AsSpan(0, Math.Max(length, 0)), null, now);
    }
}

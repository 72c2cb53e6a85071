using Tandem.Media.Relay;
using Tandem.Sip.Messages;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// The target's side of a transfer: the party that stays is asked in a re-INVITE, then the transferee's leg comes, from whatever
/// shard, and is told of it in another one.
/// </summary>
internal sealed class CallTakeover(CallEnvironment env, LegMessages messages, CallEnding ending)
{
    private readonly Dictionary<Guid, Takeover> _takeovers = [];

    /// <summary>True while a party of another call is about to come into the call.</summary>
    public bool IsUnderWay(Call call) => _takeovers.ContainsKey(call.Id);

    /// <summary>A transferor asks for the place of a leg here.</summary>
    public void OnAsked(TransferAsked asked, long now)
    {
        // It may have gone elsewhere by a transfer of its own.
        if (env.Moved.TryFind(asked.Tag, out var shard))
        {
            env.Tell(shard, asked, now);
            return;
        }
        var status = env.Calls.Find(asked.Tag) is { } replaced && Names(asked, replaced) ? Begin(asked, replaced, now) : 481;
        if (status != 0) env.Tell(asked.From, new TransferFailed(asked.Call, status), now);
    }

    /// <summary>The transferee's leg is here.</summary>
    public void OnGiven(LegGiven given, long now)
    {
        _takeovers.Remove(given.Target, out var takeover);
        var (call, leg, replaced) = (takeover!.Call, given.Leg, takeover.Replaced);
        env.Moved.Remove(leg.Dialog.LocalTag);
        env.Calls.Add(leg);
        if (call.State != CallState.Answered)
        {
            // Who was to talk with it hung up in between.
            given.Line?.Return();
            leg.MoveTo(call, replaced.Side);
            ending.Cancel(leg, "", now);
            return;
        }
        call.Replace(replaced, leg);
        Join(leg, given.Line, call, replaced.Side, takeover.Remaining, takeover.Answer, now);
        ending.Cancel(replaced, "", now);
        env.Calls.Schedule(call);
    }

    /// <summary>The transferee will not come: those who were talking go on.</summary>
    public void OnWithheld(LegWithheld withheld, long now)
    {
        _takeovers.Remove(withheld.Target, out var takeover);
        var (call, replaced, remaining) = (takeover!.Call, takeover.Replaced, takeover.Remaining);
        if (call.State != CallState.Answered) return;
        Tell(remaining, replaced, replaced.SdpReceived, now);
        env.Calls.Schedule(call);
    }

    /// <summary>A leg becomes one of a call, and is offered what the other party there has said.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="line">The line that it occupies; null = none.</param>
    /// <param name="call">The call.</param>
    /// <param name="side">The side of the call that it is to be.</param>
    /// <param name="other">The other party.</param>
    /// <param name="sdp">What that one has said; empty = nothing.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Join(CallLeg leg, LineLease? line, Call call, RelaySide side, CallLeg other, ReadOnlySpan<byte> sdp, long now)
    {
        leg.Line = line;
        if (line is not null) call.Lines.Add(line);
        leg.MoveTo(call, side);
        Tell(leg, other, sdp, now);
    }

    /// <summary>A party has answered a re-INVITE of ours.</summary>
    public void OnOfferAnswered(TransferOffer offer, SipMessage response, long now)
    {
        var (leg, status) = (offer.Leg, response.StatusCode);
        if (status < 200) return;
        if (status < 300) messages.Acknowledge(leg, [], response.CSeq.Number, now);
        if (offer.IsDone) return;
        leg.EndReinvite();
        if (status >= 300 && TryAgain(offer, response, now)) return;
        offer.IsDone = true;
        if (status >= 300)
        {
            OnOfferRefused(offer, status, now);
            return;
        }
        if (!leg.Gone)
        {
            leg.Dialog.Take(response);
            leg.Session.OnAnswer(response, now);
        }
        if (offer.Takeover is { } takeover) OnAgreed(takeover, SdpBody.Of(response), now);
        else if (!leg.Gone && SdpBody.IsIn(response) && leg.Call.Other(leg) is { } other)
            // Its answer changes nothing for the other side but where its media goes.
            leg.Call.Media.Pass(leg, SdpBody.Of(response), other, messages.LocalOf(other), env.SdpSpace);
    }

    /// <summary>It is time to send a re-INVITE again that crossed one of the peer's.</summary>
    public void OfferAgain(CallLeg leg, long now)
    {
        if (leg.TakePostponed() is not { } offer) return;
        if (now >= offer.GiveUpAt) GiveUp(offer, 491, now);
        // The peer's own is not over yet.
        else if (OfferRules.IsBusy(leg) || leg.InviteFromPeer is not null) leg.Postpone(offer, now + WaitOf(leg));
        else messages.Modify(offer, SipMethod.Invite, leg.SdpSent, now);
    }

    /// <summary>A party did not answer.</summary>
    public void OnOfferLost(TransferOffer offer, long now)
    {
        if (offer.IsDone) return;
        offer.Leg.EndReinvite();
        GiveUp(offer, 408, now);
    }

    /// <summary>A re-INVITE comes to nothing.</summary>
    public void GiveUp(TransferOffer offer, int status, long now)
    {
        offer.IsDone = true;
        OnOfferRefused(offer, status, now);
    }

    // RFC 3261 §14.1 after a glare; else a longer session (RFC 4028 §7.3) or credentials (§22.2), once.
    private bool TryAgain(TransferOffer offer, SipMessage response, long now)
    {
        var leg = offer.Leg;
        if (leg.Gone) return false;
        if (response.StatusCode == 491)
        {
            leg.Postpone(offer, now + WaitOf(leg));
            return true;
        }
        if (offer.IsRepeated || !(response.StatusCode == 422 ? leg.Session.OnTooSmall(response) : messages.TakeChallenge(leg, response, mayRepeat: true))) return false;
        offer.IsRepeated = true;
        messages.Modify(offer, SipMethod.Invite, leg.SdpSent, now);
        return true;
    }

    // §14.1: who made the Call-ID waits 2.1 to 4 s, the other up to 2 s, by chance and in steps of 10 ms; a drawn number is chance.
    private long WaitOf(CallLeg leg)
    {
        var chance = env.Ids.Next().Value & 0xFFFF_FFFF;
        return 10 * (long)(leg.Attempt is null ? chance % 201 : 210 + chance % 191);
    }

    private int Begin(TransferAsked asked, CallLeg replaced, long now)
    {
        var call = replaced.Call;
        if (call.State != CallState.Answered || call.Id == asked.Call || replaced.Gone || call.Other(replaced) is not { Gone: false } remaining) return 481;
        if (remaining is not { InviteToPeer: null, OfferAgain: null } || IsUnderWay(call)) return 491;
        env.Tell(asked.From, new TransferTaken(asked.Call), now);
        var takeover = new Takeover(call, replaced, remaining, asked);
        _takeovers.Add(call.Id, takeover);
        call.Media.Forget(replaced.Side);
        var transferee = asked.Transferee;
        var length = call.Media.Pass(transferee, transferee.SdpReceived, remaining, messages.LocalOf(remaining), env.SdpSpace, isForAnother: true);
        messages.Modify(new TransferOffer(remaining, now + env.Timers.Reinvite, this) { Takeover = takeover }, SipMethod.Invite, env.SdpSpace.AsSpan(0, Math.Max(length, 0)), now);
        env.Calls.Schedule(call);
        return 0;
    }

    private void OnAgreed(Takeover takeover, ReadOnlySpan<byte> answer, long now)
    {
        var (call, asked) = (takeover.Call, takeover.Asked);
        if (call.State == CallState.Answered)
        {
            takeover.Answer = answer.ToArray();
            env.Tell(asked.From, new TransferAgreed(asked.Call, env.Ids.Shard, call.Id), now);
            return;
        }
        _takeovers.Remove(call.Id);
        env.Tell(asked.From, new TransferFailed(asked.Call, 487), now);
    }

    private void OnOfferRefused(TransferOffer offer, int status, long now)
    {
        var leg = offer.Leg;
        if (offer.Takeover is { } takeover)
        {
            var (call, replaced) = (takeover.Call, takeover.Replaced);
            _takeovers.Remove(call.Id);
            if (call.State == CallState.Answered) call.Media.Pass(replaced, replaced.SdpReceived, leg, messages.LocalOf(leg), env.SdpSpace);
            env.Tell(takeover.Asked.From, new TransferFailed(takeover.Asked.Call, status), now);
            // RFC 3261 §12.2.1.2: the party does not know the dialog any more.
            if (status is 408 or 481) ending.End(call, new CallEnd(CallEndReason.DialogGone), now);
            return;
        }
        // Without media between them there is no call.
        if (!leg.Gone) ending.End(leg.Call, new CallEnd(CallEndReason.CodecMismatch), now);
    }

    // Offers a party what another one has said.
    private void Tell(CallLeg leg, CallLeg other, ReadOnlySpan<byte> sdp, long now)
    {
        if (sdp.IsEmpty) return;
        var length = leg.Call.Media.Pass(other, sdp, leg, messages.LocalOf(leg), env.SdpSpace);
        // What was to be said before is out of date.
        leg.TakePostponed();
        if (length > 0) messages.Modify(new TransferOffer(leg, now + env.Timers.Reinvite, this), SipMethod.Invite, env.SdpSpace.AsSpan(0, length), now);
    }

    private static bool Names(TransferAsked asked, CallLeg leg) =>
        asked.CallId.AsSpan().SequenceEqual(leg.Dialog.CallId) && asked.PeerTag.AsSpan().SequenceEqual(leg.Dialog.RemoteTag);
}

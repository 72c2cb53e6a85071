using System.Buffers.Text;
using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>How a call begins: who is it, what is kept of it, may it be made and where to (spec: switch §2, steps 2 to 11).</summary>
internal sealed class CallEntry(CallEnvironment env, CallerIdentifier identifier, CallIds ids, CallSetup setup, CallEnding ending)
{
    private Caller? _screened;

    /// <summary>
    /// Looks at an INVITE before anything is kept of it: a stranger is challenged or refused without a transaction
    /// (RFC 3261 §8.2.7), so that a flood costs no memory.
    /// </summary>
    /// <returns>True when the INVITE may go on to the transactions; else <paramref name="length"/> of <paramref name="answer"/> is the answer, 0 for silence.</returns>
    public bool Screen(SipMessage invite, in Flow flow, ReadOnlySpan<byte> toTag, Span<byte> answer, long now, out int length, out int status)
    {
        length = 0;
        status = 0;
        _screened = null;
        var verdict = identifier.Identify(invite, flow, now);
        switch (verdict.Kind)
        {
            case CallerVerdictKind.Known:
                _screened = verdict.Caller;
                return true;
            case CallerVerdictKind.Challenge:
                status = identifier.ChallengeStatus;
                var challenge = new ResponseWriter(answer, invite, flow, status, StatusPhrases.Of(status), toTag);
                identifier.WriteChallenge(ref challenge, invite, flow, verdict.Stale, now);
                length = challenge.End();
                return false;
            case CallerVerdictKind.Refused:
                status = CallEndReasons.Of(verdict.Refusal).Status;
                length = new ResponseWriter(answer, invite, flow, status, StatusPhrases.Of(status), toTag).End();
                RecordRefused(invite, flow, verdict, now);
                return false;
            default:
                RecordRefused(invite, flow, verdict, now);
                return false;
        }
    }

    /// <summary>The caller of the INVITE that was screened last; once.</summary>
    public Caller? TakeScreened()
    {
        var caller = _screened;
        _screened = null;
        return caller;
    }

    /// <summary>Makes the call of an INVITE: its leg and its record.</summary>
    public Call Begin(ServerTransaction transaction, SipMessage invite, Caller caller, long now)
    {
        var record = new CallRecord { Id = ids.Next(now), StartedAt = now, Account = caller.Endpoint?.Account ?? "" };
        var tag = env.Ids.Next();
        var call = new Call(record.Id, caller, record, new CallMedia(env.Relay));
        var leg = new CallLeg(call, RelaySide.Caller, Dialog.OfServer(invite, tag, transaction.Received), new SessionTimer(env.Settings.Session))
        {
            InviteFromPeer = transaction,
            AnsweredSequence = invite.CSeq.Number,
            AckSent = true,
            Caller = caller,
            Party = RecordedText.PartyOf(invite, caller.Kind, caller.Name, transaction.Received.Remote),
        };
        leg.NotePeer(invite);
        if (SdpBody.Of(invite) is { IsEmpty: false } offer)
        {
            leg.SdpReceived = offer.ToArray();
            leg.Traits |= PeerTraits.Offered;
        }
        call.CallerLeg = leg;
        record.Caller = leg.Party;
        transaction.Owner = leg;
        env.Calls.Add(call);
        env.Calls.Add(leg);
        return call;
    }

    /// <summary>Decides about a call, and makes its first attempt or refuses it.</summary>
    public void Plan(Call call, SipMessage invite, long now)
    {
        var record = call.Record;
        var hops = Utf8Parser.TryParse(invite.First(HeaderName.MaxForwards), out int left, out _) ? left : 70;
        call.MaxForwards = Math.Min(hops, 70) - 1;
        PeerAddress.Follow(call.CallerLeg);
        record.Received = identifier.ReadNumbers(invite, call.Caller);
        if (Problem(call, invite, hops) is { } problem)
        {
            ending.End(call, problem, now);
            return;
        }
        call.Plan = env.Planner.Plan(call.Caller, record.Received, call.CallerLeg.Flow.Remote, now);
        record.Billed = call.Plan.Billed;
        call.CallerLeg.Line = call.Plan.CallerLines;
        if (call.Plan.CallerLines is { } lines) call.Lines.Add(lines);
        if (call.Plan.Refusal is { } refusal)
        {
            ending.End(call, new CallEnd(refusal) { Rule = call.Plan.Rule }, now);
        }
        else if (call.Plan.NotBefore > now)
        {
            call.StartsAt = call.Plan.NotBefore;
        }
        else
        {
            setup.TryNext(call, now);
        }
    }

    // What is wrong with an INVITE wherever it wants to go; null when nothing is.
    private CallEnd? Problem(Call call, SipMessage invite, int hops)
    {
        if (hops <= 0) return new CallEnd(CallEndReason.Loop) { Status = 483 };
        if (HasComeBack(invite, call.Record.Received)) return new CallEnd(CallEndReason.Loop);
        if (!invite.Body.IsEmpty && call.CallerLeg.SdpReceived.Length == 0) return new CallEnd(CallEndReason.ProtocolError) { Status = 415 };
        return call.CallerLeg.Session.IsTooSmall(invite)
            ? new CallEnd(CallEndReason.ProtocolError) { Status = 422, Rule = "SS_SIP_SESSION_MIN_SE" }
            : null;
    }

    // A proxy has sent an INVITE of ours back with the number that we sent it: it would go round until Max-Forwards is used up
    // (RFC 3261 §16.3). One that comes back with another number is on its way to somebody else.
    private bool HasComeBack(SipMessage invite, in CallNumbers received) =>
        LocalId.TryParseTag(invite.FromTag, out var tag) && env.Calls.Find(tag) is { Attempt: { } running } leg
        && leg.Dialog.CallId.SequenceEqual(invite.CallId) && running.Attempt.Sent.Callee == received.Callee;

    private void RecordRefused(SipMessage invite, in Flow flow, in CallerVerdict verdict, long now)
    {
        var reason = verdict.Kind == CallerVerdictKind.Silent ? CallEndReason.UnknownCaller : verdict.Refusal;
        var how = CallEndReasons.Of(reason);
        env.Journal.Ended(new CallRecord
        {
            Id = ids.Next(now), StartedAt = now, EndedAt = now,
            Received = new CallNumbers(User(invite.From.Uri), User(invite.RequestUri)),
            Caller = RecordedText.PartyOf(invite, verdict.Caller?.Kind ?? PartyKind.Unknown, verdict.Caller?.Name ?? "", flow.Remote),
            Account = verdict.Caller?.Endpoint?.Account ?? "",
            EndReason = reason, EndSide = how.Side, EndCode = verdict.Kind == CallerVerdictKind.Silent ? 0 : how.Status,
        });
    }

    private static string User(ReadOnlySpan<byte> uri) => SipUri.TryParse(uri, out var parsed) ? RecordedText.Of(parsed.User, 64) : "";
}

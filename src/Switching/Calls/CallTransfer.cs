using System.Globalization;
using System.Text;
using Tandem.Media.Relay;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;
using Tandem.Switching.Accounts;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;

namespace Tandem.Switching.Calls;

/// <summary>
/// Transfers, blind (RFC 3515) and attended (with Replaces, RFC 3891): the switch makes the new connection itself, so that neither
/// the carrier nor the other party needs to know REFER.
/// </summary>
internal sealed class CallTransfer(CallEnvironment env, LegMessages messages, CallEnding ending, CallIds ids)
{
    /// <summary>Makes the attempts of a call; set once, since attempts and transfers need each other.</summary>
    public CallSetup Setup { get; set; } = null!;

    /// <summary>A REFER within a call.</summary>
    public void OnRefer(CallLeg leg, ServerTransaction transaction, SipMessage refer, long now)
    {
        var call = leg.Call;
        if (call.State != CallState.Answered || call.Other(leg) is not { Gone: false } other || call.Transfer is not null)
        {
            messages.Respond(leg, transaction, call.State == CallState.Ended ? 481 : 491, now);
            return;
        }
        if (leg.Phone is not { Calls.Transfer: true } phone)
        {
            messages.Respond(leg, transaction, 403, now);
            return;
        }
        if (!ReferTo.TryRead(refer, out var target) || !target.IsCall || target.Uri.User is { IsEmpty: true } or { Length: > 128 })
        {
            messages.Respond(leg, transaction, 400, now);
            return;
        }
        var transfer = new Transfer(call, leg, other);
        Span<byte> scratch = stackalloc byte[1024];
        if (target.Uri.Headers.Length < scratch.Length && target.TryReadReplaces(scratch, out var replaces)) Attended(transfer, transaction, replaces, now);
        else Blind(transfer, transaction, phone, Encoding.UTF8.GetString(scratch[..SipUri.Unescape(target.Uri.User, scratch)]), now);
    }

    /// <summary>The call to the target was answered: the transferee is connected to it, the transferor is done.</summary>
    public void OnAnswered(Call target, CallLeg answered, ReadOnlySpan<byte> sdp, long now)
    {
        var transfer = target.MadeFor!;
        Join(transfer, target, RelaySide.Caller, answered, sdp, now);
        Succeed(transfer, now);
    }

    /// <summary>The call to the target failed: the transferor hears of it; with the transferor gone there is nobody left to talk with.</summary>
    public void OnFailed(Call target, int status, long now)
    {
        var transfer = target.MadeFor!;
        transfer.Call.Transfer = null;
        TellFailure(transfer, status, now);
    }

    /// <summary>The call between transferor and transferee has ended by something else than the transfer: there is nobody left to connect.</summary>
    public void OnCallEnded(Transfer transfer, long now)
    {
        transfer.Call.Transfer = null;
        if (transfer.Target.MadeFor == transfer) ending.End(transfer.Target, new CallEnd(CallEndReason.CallerCancelled), now);
    }

    /// <summary>The target's ringing, told to the transferor.</summary>
    public void OnProgress(Call target, SipMessage response, long now)
    {
        var transferor = target.MadeFor!.Transferor;
        if (!transferor.Gone) Notify(transferor, response.StatusCode, false, now);
    }

    /// <summary>
    /// A party of a call hung up while a transfer is under way. True when the call goes on all the same: the transferor may go as
    /// soon as it has asked.
    /// </summary>
    public static bool SurvivesBye(CallLeg leg) => leg.Call.Transfer is { } transfer && ReferenceEquals(leg, transfer.Transferor);

    private void Blind(Transfer transfer, ServerTransaction transaction, Phone phone, string number, long now)
    {
        var call = transfer.Call;
        var caller = new Caller(phone, null);
        var numbers = new CallNumbers(NumberOf(transfer.Transferee), number);
        var plan = env.Planner.Transfer(phone, numbers, call.Diversions.Count, now);
        if (plan is null || plan.Refusal is not null)
        {
            plan?.CallerLines?.Return();
            messages.Respond(transfer.Transferor, transaction, 603, now);
            return;
        }
        Accept(transfer, transaction, now);
        var record = new CallRecord { Id = ids.Next(now), StartedAt = now, Account = phone.Account ?? "", Received = numbers, Billed = plan.Billed, Caller = transfer.Transferor.Party };
        var target = new Call(record.Id, caller, record, new CallMedia(env.Relay, env.Ids.Next().Value >> 8))
        {
            CallerLeg = transfer.Transferee, Plan = plan, MadeFor = transfer,
        };
        if (plan.CallerLines is { } lines) target.Lines.Add(lines);
        transfer.Target = target;
        env.Calls.Add(target);
        Setup.TryNext(target, now);
        env.Calls.Schedule(target);
    }

    // Both calls are the transferor's: the transferee takes its place in the other one.
    private void Attended(Transfer transfer, ServerTransaction transaction, in Replaces target, long now)
    {
        if (!LocalId.TryParseTag(target.ToTag, out var tag) || env.Calls.Find(tag) is not { } replaced
            || replaced.Call.State != CallState.Answered || replaced.Call == transfer.Call || replaced.Call.Other(replaced) is not { Gone: false, InviteToPeer: null } remaining
            || !target.CallId.SequenceEqual(replaced.Dialog.CallId) || !target.FromTag.SequenceEqual(replaced.Dialog.RemoteTag))
        {
            messages.Respond(transfer.Transferor, transaction, 481, now);
            return;
        }
        Accept(transfer, transaction, now);
        transfer.Target = replaced.Call;
        transfer.Replaced = replaced;
        replaced.Call.Media.Forget(replaced.Side);
        var length = replaced.Call.Media.Pass(transfer.Transferee, transfer.Transferee.SdpReceived, remaining, messages.LocalOf(remaining), env.SdpSpace, isForAnother: true);
        Offer(new TransferOffer(remaining, transfer, this), env.SdpSpace.AsSpan(0, Math.Max(length, 0)), now);
    }

    /// <summary>The remaining party of the transferor's other call has answered the transferee's offer.</summary>
    public void OnOfferAnswered(TransferOffer offer, SipMessage response, long now)
    {
        var (leg, transfer) = (offer.Leg, offer.Transfer);
        if (response.StatusCode < 200) return;
        leg.EndReinvite();
        if (response.StatusCode >= 300)
        {
            OnOfferRefused(offer, response.StatusCode, now);
            return;
        }
        messages.Acknowledge(leg, [], response.CSeq.Number, now);
        if (offer.IsDone || leg.Gone) return;
        offer.IsDone = true;
        leg.Dialog.Take(response);
        leg.Session.OnAnswer(response, now);
        if (!offer.IsFirst)
        {
            // The transferee's answer changes nothing for the other side but where its media goes.
            if (SdpBody.IsIn(response) && leg.Call.Other(leg) is { } other)
                leg.Call.Media.Pass(leg, SdpBody.Of(response), other, messages.LocalOf(other), env.SdpSpace);
            return;
        }
        if (transfer.Call.Transfer != transfer) return;
        if (transfer.Target.State != CallState.Answered || transfer.Transferee.Gone)
        {
            Fail(transfer, 487, now);
            return;
        }
        var target = transfer.Target;
        var replaced = transfer.Replaced!;
        target.TakeLine(replaced)?.Return();
        if (ReferenceEquals(target.CallerLeg, replaced)) target.CallerLeg = transfer.Transferee;
        else target.CalleeLeg = transfer.Transferee;
        Join(transfer, target, replaced.Side, leg, SdpBody.Of(response), now);
        ending.Cancel(replaced, "", now);
        Succeed(transfer, now);
    }

    /// <summary>The remaining party did not answer.</summary>
    public void OnOfferLost(TransferOffer offer, long now)
    {
        offer.Leg.EndReinvite();
        OnOfferRefused(offer, 408, now);
    }

    private void OnOfferRefused(TransferOffer offer, int status, long now)
    {
        if (offer.IsDone) return;
        offer.IsDone = true;
        if (offer.IsFirst && offer.Transfer.Call.Transfer == offer.Transfer) Fail(offer.Transfer, status, now);
        // Without media between them there is no call.
        else if (!offer.IsFirst && !offer.Leg.Gone) ending.End(offer.Leg.Call, new CallEnd(CallEndReason.CodecMismatch), now);
        if (offer.IsFirst && status is 408 or 481 && !offer.Leg.Gone) ending.End(offer.Leg.Call, new CallEnd(CallEndReason.DialogGone), now);
    }

    private void Accept(Transfer transfer, ServerTransaction transaction, long now)
    {
        messages.Respond(transfer.Transferor, transaction, 202, now);
        transfer.Call.Transfer = transfer;
        Notify(transfer.Transferor, 100, false, now);
    }

    private void Fail(Transfer transfer, int status, long now)
    {
        transfer.Call.Transfer = null;
        TellFailure(transfer, status, now);
    }

    private void TellFailure(Transfer transfer, int status, long now)
    {
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, status, true, now);
        else ending.End(transfer.Call, new CallEnd(CallEndReason.CallerHungUp) { Side = SideOf(transfer.Transferor) }, now);
    }

    // The transferee becomes a leg of the target's call, and is offered what the other party there has said.
    private void Join(Transfer transfer, Call target, RelaySide side, CallLeg other, ReadOnlySpan<byte> sdp, long now)
    {
        var transferee = transfer.Transferee;
        if (transfer.Call.TakeLine(transferee) is { } line) target.Lines.Add(line);
        transferee.MoveTo(target, side);
        if (sdp.IsEmpty) return;
        var length = target.Media.Pass(other, sdp, transferee, messages.LocalOf(transferee), env.SdpSpace);
        if (length > 0) Offer(new TransferOffer(transferee, transfer, this) { IsFirst = false }, env.SdpSpace.AsSpan(0, length), now);
    }

    private void Succeed(Transfer transfer, long now)
    {
        transfer.Call.Transfer = null;
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, 200, true, now);
        ending.End(transfer.Call, new CallEnd(CallEndReason.Transferred), now);
    }

    private void Offer(TransferOffer owner, ReadOnlySpan<byte> sdp, long now)
    {
        var leg = owner.Leg;
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = messages.Begin(leg, place, SipMethod.Invite, branch);
        messages.WriteSessionRequest(ref writer, leg);
        var length = sdp.IsEmpty ? writer.End() : writer.End("application/sdp"u8, sdp);
        leg.BeginReinvite(messages.Send(owner, branch, SipMethod.Invite, place[..length], now), now + 64 * env.Timers.T1);
    }

    // RFC 3515 §2.4.5: the body is a status line.
    private void Notify(CallLeg leg, int status, bool last, long now)
    {
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = messages.Begin(leg, place, SipMethod.Notify, branch);
        messages.WriteContact(ref writer, leg);
        writer.Header("Event"u8, "refer"u8);
        writer.Header("Subscription-State"u8, last ? "terminated;reason=noresource"u8 : "active;expires=180"u8);
        var phrase = Encoding.ASCII.GetString(StatusPhrases.Of(status));
        var fragment = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {phrase}\r\n"));
        messages.Send(new ForgottenRequest(leg), branch, SipMethod.Notify, place[..writer.End("message/sipfrag;version=2.0"u8, fragment)], now);
    }

    private static string NumberOf(CallLeg leg) =>
        leg.Attempt is { } running ? running.Attempt.Sent.Callee : leg.Call.Record.Billed.Caller;

    private static EndSide SideOf(CallLeg leg) => leg.Side == RelaySide.Caller ? EndSide.Caller : EndSide.Callee;
}

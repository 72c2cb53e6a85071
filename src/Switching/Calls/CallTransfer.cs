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
            messages.Respond(leg, transaction, 491, "Request Pending"u8, now);
            return;
        }
        if (PhoneOf(leg) is not { Calls.Transfer: true } phone)
        {
            messages.Respond(leg, transaction, 403, "Forbidden"u8, now);
            return;
        }
        if (!ReferTo.TryRead(refer, out var target) || !target.IsCall || target.Uri.User is { IsEmpty: true } or { Length: > 128 })
        {
            messages.Respond(leg, transaction, 400, "Bad Refer-To"u8, now);
            return;
        }
        var transfer = new Transfer(call, leg, other);
        Span<byte> scratch = stackalloc byte[1024];
        if (target.Uri.Headers.Length < scratch.Length && target.TryReadReplaces(scratch, out var replaces)) Attended(transfer, transaction, replaces, now);
        else Blind(transfer, transaction, phone, Encoding.UTF8.GetString(scratch[..SipUri.Unescape(target.Uri.User, scratch)]), now);
    }

    /// <summary>The call to the target was answered: the transferee is connected to it, the transferor is done.</summary>
    public void OnAnswered(Call target, CallLeg answered, SipMessage response, long now)
    {
        var transfer = target.MadeFor!;
        Join(transfer, target, RelaySide.Caller, answered, response, now);
        target.CallerLeg = transfer.Transferee;
        Succeed(transfer, now);
    }

    /// <summary>The call to the target failed: the transferor hears of it; with the transferor gone there is nobody left to talk with.</summary>
    public void OnFailed(Call target, int status, string phrase, long now)
    {
        var transfer = target.MadeFor!;
        transfer.Call.Transfer = null;
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, status, phrase, true, now);
        else ending.End(transfer.Call, new CallEnd(CallEndReason.CallerHungUp) { Side = SideOf(transfer.Transferor) }, now);
    }

    /// <summary>The target's ringing, told to the transferor.</summary>
    public void OnProgress(Call target, SipMessage response, long now)
    {
        var transferor = target.MadeFor!.Transferor;
        if (!transferor.Gone) Notify(transferor, response.StatusCode, Encoding.UTF8.GetString(response.ReasonPhrase), false, now);
    }

    /// <summary>
    /// A party of a call hung up while a transfer is under way. True when the call goes on all the same: the transferor may go as
    /// soon as it has asked.
    /// </summary>
    public bool SurvivesBye(CallLeg leg, long now)
    {
        if (leg.Call.Transfer is not { } transfer) return false;
        if (ReferenceEquals(leg, transfer.Transferor)) return true;
        leg.Call.Transfer = null;
        if (transfer.Target.MadeFor == transfer) ending.End(transfer.Target, new CallEnd(CallEndReason.CallerCancelled), now);
        return false;
    }

    private void Blind(Transfer transfer, ServerTransaction transaction, Phone phone, string number, long now)
    {
        var call = transfer.Call;
        var caller = new Caller(phone, null);
        var numbers = new CallNumbers(NumberOf(transfer.Transferee), number);
        var plan = env.Planner.Forward(phone, CallEndReason.Transferred, number, caller, numbers, call.Diversions.Count, now);
        if (plan is null || plan.Refusal is not null)
        {
            plan?.CallerLines?.Return();
            messages.Respond(transfer.Transferor, transaction, 603, "Decline"u8, now);
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
            messages.Respond(transfer.Transferor, transaction, 481, "Call/Transaction Does Not Exist"u8, now);
            return;
        }
        Accept(transfer, transaction, now);
        transfer.Target = replaced.Call;
        transfer.Replaced = replaced;
        replaced.Call.Media.Forget(replaced.Side);
        var length = replaced.Call.Media.Pass(transfer.Transferee, transfer.Transferee.SdpReceived, remaining, messages.LocalOf(remaining), env.SdpSpace);
        Offer(new TransferOffer(remaining, transfer, this), env.SdpSpace.AsSpan(0, Math.Max(length, 0)), now);
    }

    /// <summary>The remaining party of the transferor's other call has answered the transferee's offer.</summary>
    public void OnOfferAnswered(TransferOffer offer, SipMessage response, long now)
    {
        var (leg, transfer) = (offer.Leg, offer.Transfer);
        if (response.StatusCode < 200) return;
        leg.InviteToPeer = null;
        if (response.StatusCode >= 300)
        {
            if (offer.IsFirst) Fail(transfer, response.StatusCode, now);
            return;
        }
        messages.Acknowledge(leg, [], now);
        if (!offer.IsFirst)
        {
            // The transferee's answer changes nothing for the other side but where its media goes.
            if (SdpBody.IsIn(response) && leg.Call.Other(leg) is { } other)
                leg.Call.Media.Pass(leg, response.Body, other, messages.LocalOf(other), env.SdpSpace);
            return;
        }
        if (transfer.Call.State != CallState.Answered || transfer.Target.State != CallState.Answered || transfer.Transferee.Gone) return;
        var target = transfer.Target;
        var replaced = transfer.Replaced!;
        Join(transfer, target, replaced.Side, leg, response, now);
        if (ReferenceEquals(target.CallerLeg, replaced)) target.CallerLeg = transfer.Transferee;
        else target.CalleeLeg = transfer.Transferee;
        if (!replaced.Gone) messages.HangUp(replaced, "", now);
        replaced.Gone = true;
        env.Calls.Remove(replaced);
        Succeed(transfer, now);
    }

    /// <summary>The remaining party did not answer.</summary>
    public void OnOfferLost(TransferOffer offer, long now)
    {
        offer.Leg.InviteToPeer = null;
        if (offer.IsFirst) Fail(offer.Transfer, 408, now);
        else if (!offer.Leg.Gone) ending.End(offer.Leg.Call, new CallEnd(CallEndReason.DialogGone), now);
    }

    private void Accept(Transfer transfer, ServerTransaction transaction, long now)
    {
        messages.Respond(transfer.Transferor, transaction, 202, "Accepted"u8, now);
        transfer.Call.Transfer = transfer;
        Notify(transfer.Transferor, 100, "Trying", false, now);
    }

    private void Fail(Transfer transfer, int status, long now)
    {
        transfer.Call.Transfer = null;
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, status, "Transfer Failed", true, now);
        else ending.End(transfer.Call, new CallEnd(CallEndReason.CallerHungUp) { Side = SideOf(transfer.Transferor) }, now);
    }

    // The transferee becomes a leg of the target's call, and is offered what the other party there has said.
    private void Join(Transfer transfer, Call target, RelaySide side, CallLeg other, SipMessage response, long now)
    {
        var transferee = transfer.Transferee;
        transferee.MoveTo(target, side);
        if (!SdpBody.IsIn(response)) return;
        var length = target.Media.Pass(other, response.Body, transferee, messages.LocalOf(transferee), env.SdpSpace);
        if (length > 0) Offer(new TransferOffer(transferee, transfer, this) { IsFirst = false }, env.SdpSpace.AsSpan(0, length), now);
    }

    private void Succeed(Transfer transfer, long now)
    {
        transfer.Call.Transfer = null;
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, 200, "OK", true, now);
        ending.End(transfer.Call, new CallEnd(CallEndReason.Transferred), now);
    }

    private void Offer(TransferOffer owner, ReadOnlySpan<byte> sdp, long now)
    {
        var leg = owner.Leg;
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = leg.Dialog.Begin(place, SipMethod.Invite, branch, messages.LocalOf(leg));
        messages.WriteContact(ref writer, leg);
        writer.Header("Allow"u8, LegMessages.Allowed);
        writer.Header("Supported"u8, LegMessages.Supported);
        SessionHeaders.WriteRequest(ref writer, leg.Session);
        var length = sdp.IsEmpty ? writer.End() : writer.End("application/sdp"u8, sdp);
        leg.InviteToPeer = messages.Send(owner, branch, SipMethod.Invite, place[..length], now);
        leg.InviteSequence = leg.Dialog.LocalSequence;
    }

    // RFC 3515 §2.4.5: the body is a status line.
    private void Notify(CallLeg leg, int status, string phrase, bool last, long now)
    {
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = leg.Dialog.Begin(place, SipMethod.Notify, branch, messages.LocalOf(leg));
        messages.WriteContact(ref writer, leg);
        writer.Header("Event"u8, "refer"u8);
        writer.Header("Subscription-State"u8, last ? "terminated;reason=noresource"u8 : "active;expires=180"u8);
        var fragment = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {phrase}\r\n"));
        messages.Send(new ForgottenRequest(leg), branch, SipMethod.Notify, place[..writer.End("message/sipfrag;version=2.0"u8, fragment)], now);
    }

    private static Phone? PhoneOf(CallLeg leg) => leg.Attempt is { } running ? running.Attempt.Phone : leg.Call.Caller.Phone;

    private static string NumberOf(CallLeg leg) =>
        leg.Attempt is { } running ? running.Attempt.Sent.Callee : leg.Call.Record.Billed.Caller;

    private static EndSide SideOf(CallLeg leg) => leg.Side == RelaySide.Caller ? EndSide.Caller : EndSide.Callee;
}

/// <summary>A re-INVITE of ours that connects a party to another one.</summary>
internal sealed class TransferOffer(CallLeg leg, Transfer transfer, CallTransfer transfers) : PendingRequest(leg)
{
    /// <summary>The transfer.</summary>
    public Transfer Transfer => transfer;

    /// <summary>True for the one that asks the remaining party; false for the one that tells the transferee.</summary>
    public bool IsFirst { get; init; } = true;

    /// <inheritdoc/>
    public override void OnResponse(ClientTransaction transaction, SipMessage response, long now) => transfers.OnOfferAnswered(this, response, now);

    /// <inheritdoc/>
    public override void OnTimeout(long now) => transfers.OnOfferLost(this, now);
}

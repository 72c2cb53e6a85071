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
    /// <summary>Brings the transferee into the call with the target; set once, since the two tell each other how it goes.</summary>
    public CallTakeover Takeovers { get; set; } = null!;

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
        Takeovers.Join(transfer.Transferee, transfer.Call.TakeLine(transfer.Transferee), target, RelaySide.Caller, answered, sdp, now);
        Succeed(transfer, now);
    }

    /// <summary>The transferor's other call was found, and the other party there is being asked.</summary>
    public void OnTaken(TransferTaken taken, long now)
    {
        if (UnderWay(taken.Call) is not { Refer: { } refer } transfer) return;
        transfer.Refer = null;
        Accept(transfer, refer, now);
    }

    /// <summary>The transferor's other call was not found, or the other party there refuses.</summary>
    public void OnFailed(TransferFailed failed, long now)
    {
        if (UnderWay(failed.Call) is { } transfer) Fail(transfer, failed.Status, now);
    }

    /// <summary>The other party agrees: the transferee goes there, and the call here is over.</summary>
    public void OnAgreed(TransferAgreed agreed, long now)
    {
        if (UnderWay(agreed.Call) is not { } transfer)
        {
            env.Tell(agreed.Shard, new LegWithheld(agreed.Target), now);
            return;
        }
        var transferee = transfer.Transferee;
        var line = transfer.Call.TakeLine(transferee);
        var leg = transferee.Copy();
        if (agreed.Shard != env.Ids.Shard)
        {
            env.Moved.Add(leg.Dialog.LocalTag, agreed.Shard, transferee.CameFrom);
            leg.CameFrom = env.Ids.Shard;
        }
        // Of this call nothing more is to be said to its peer.
        transferee.Gone = true;
        transferee.CameFrom = null;
        Succeed(transfer, now);
        env.Tell(agreed.Shard, new LegGiven(agreed.Target, leg, line), now);
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
        if (transfer.Refer is { } refer) messages.Respond(transfer.Transferor, refer, 481, now);
        if (transfer.Target is { } target) ending.End(target, new CallEnd(CallEndReason.CallerCancelled), now);
    }

    /// <summary>The target's ringing, told to the transferor.</summary>
    public void OnProgress(Call target, SipMessage response, long now) => Notify(target.MadeFor!.Transferor, response.StatusCode, false, now);

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
        var target = new Call(record.Id, caller, record, new CallMedia(env.Relay))
        {
            CallerLeg = transfer.Transferee, Plan = plan, MadeFor = transfer,
        };
        if (plan.CallerLines is { } lines) target.Lines.Add(lines);
        transfer.Target = target;
        env.Calls.Add(target);
        Setup.TryNext(target, now);
        env.Calls.Schedule(target);
    }

    // Both calls are the transferor's: the transferee takes its place in the other one, which any shard may have.
    private void Attended(Transfer transfer, ServerTransaction transaction, in Replaces target, long now)
    {
        if (!LocalId.TryParseTag(target.ToTag, out var tag) || tag.Shard >= env.Shards.Count)
        {
            messages.Respond(transfer.Transferor, transaction, 481, now);
            return;
        }
        transfer.Refer = transaction;
        transfer.Call.Transfer = transfer;
        var asked = new TransferAsked(env.Ids.Shard, transfer.Call.Id, tag, target.CallId.ToArray(), target.FromTag.ToArray(), transfer.Transferee.Copy());
        env.Tell(tag.Shard, asked, now);
    }

    private Transfer? UnderWay(Guid call) => env.Calls.Find(call)?.Transfer;

    private void Accept(Transfer transfer, ServerTransaction transaction, long now)
    {
        messages.Respond(transfer.Transferor, transaction, 202, now);
        transfer.Call.Transfer = transfer;
        Notify(transfer.Transferor, 100, false, now);
    }

    private void Fail(Transfer transfer, int status, long now)
    {
        transfer.Call.Transfer = null;
        if (transfer.Refer is { } refer && !transfer.Transferor.Gone) messages.Respond(transfer.Transferor, refer, status, now);
        else TellFailure(transfer, status, now);
    }

    private void TellFailure(Transfer transfer, int status, long now)
    {
        if (!transfer.Transferor.Gone) Notify(transfer.Transferor, status, true, now);
        else ending.End(transfer.Call, new CallEnd(CallEndReason.CallerHungUp) { Side = SideOf(transfer.Transferor) }, now);
    }

    private void Succeed(Transfer transfer, long now)
    {
        transfer.Call.Transfer = null;
        Notify(transfer.Transferor, 200, true, now);
        ending.End(transfer.Call, new CallEnd(CallEndReason.Transferred), now);
    }

    // RFC 3515 §2.4.5: the body is a status line. Who has hung up already is told no more.
    private void Notify(CallLeg leg, int status, bool last, long now)
    {
        if (leg.Gone) return;
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

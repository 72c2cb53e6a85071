using Tandem.Sip.Dialogs;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>A side that is called.</summary>
internal sealed class CalleeSide : PartyDialog
{
    private readonly AnswerPlan _plan;
    private readonly ServerTransaction _invite;
    private readonly ReliableProvisional? _provisional;
    private long _ringAt;
    private long _answerAt;

    public CalleeSide(CallParty party, CallScript script, ServerTransaction transaction, SipMessage invite, long now)
        : base(party, script, new Testimony { InvitedAt = now }, script.Answers[party.Place].Traits)
    {
        _plan = script.Answers[party.Place];
        _invite = transaction;
        transaction.Owner = this;
        Dialog = Dialog.OfServer(invite, party.Ids.Next(), transaction.Received);
        if (Traits.HasFlag(PartyTraits.Reliable) && OptionTags.Has(invite, HeaderName.Supported, OptionTags.Reliable))
            _provisional = new ReliableProvisional(invite.CSeq.Number, 1, TransactionTimers.Default);
        _ringAt = now + _plan.RingAfter;
        _answerAt = now + _plan.AnswerAfter;
        script.Callees.Add(Testimony);
    }

    protected override long NextBeforeAnswer => _plan.Status == 0 ? Never : Math.Min(Math.Min(_ringAt, _answerAt), _provisional?.NextTimer ?? Never);

    protected override void BeforeAnswer(long now)
    {
        if (_plan.Status == 0) return;
        switch (_provisional?.OnTimer(now))
        {
            case ReliableProvisional.Output.SendAgain:
                Party.Layer.SendAgain(_invite);
                break;
            case ReliableProvisional.Output.GiveUp:
                Refuse(504, now);
                return;
        }
        if (now >= _ringAt) Ring(now);
        if (now >= _answerAt) Answer(now);
    }

    protected override void OnPrack(ServerTransaction transaction, SipMessage prack, long now)
    {
        if (_provisional is null || !RAck.TryRead(prack, out var rack) || !_provisional.OnPrack(rack)) base.OnPrack(transaction, prack, now);
        else Respond(transaction, 200, "OK"u8, now);
    }

    protected override void OnCallCancelled(long now)
    {
        if (_plan.Stubborn)
        {
            Answer(now);
            return;
        }
        Respond(_invite, 487, "Request Terminated"u8, now);
        Finish(SideEnd.Cancelled, now);
    }

    private void Ring(long now)
    {
        _ringAt = Never;
        var request = Party.Layer.Request(_invite);
        var writer = BeginResponse(_invite, request, _plan.EarlyMedia ? 183 : 180, _plan.EarlyMedia ? "Session Progress"u8 : "Ringing"u8);
        if (_provisional is not null)
        {
            writer.Header("Require"u8, "100rel"u8);
            writer.Header("RSeq"u8, _provisional.Begin(now));
        }
        var length = _plan.EarlyMedia ? writer.End("application/sdp"u8, Party.Text.SdpFor(holding: false)) : writer.End();
        Party.Layer.Respond(_invite, Party.Reserve(_invite.Route)[..length], _plan.EarlyMedia ? 183 : 180, now);
    }

    private void Answer(long now)
    {
        if (_provisional is { IsWaiting: true })
        {
            // RFC 3262 §3: the 2xx waits for the PRACK.
            _answerAt = now + 200;
            return;
        }
        _answerAt = Never;
        if (_plan.Status >= 300)
        {
            Refuse(_plan.Status, now);
            return;
        }
        Begin(_plan.Talk, now);
        Accept(_invite, now);
    }

    private void Refuse(int status, long now)
    {
        Testimony.Refusal = status;
        Respond(_invite, status, "No"u8, now);
        Finish(SideEnd.Refused, now);
    }
}

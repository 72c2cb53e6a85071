using System.Globalization;
using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>The side that calls.</summary>
internal sealed class CallerSide : PartyDialog
{
    // A switch that began anew knows none of the nonces that it gave out before.
    private const int MostChallenges = 5;

    private readonly ReliableReception _reception = new();
    private ClientTransaction? _invite;
    private long _cancelAt;
    private uint _sequence;
    private DigestAnswer? _credentials;

    public CallerSide(CallParty party, CallScript script) : base(party, script, script.Caller, script.CallerTraits)
    {
        Dialog = Dialog.OfClient(
            party.Ids.Next(), Encoding.ASCII.GetBytes(PartyText.CallIdOf(script.Id)), Encoding.ASCII.GetBytes($"<sip:{party.Number}@192.0.2.1>"),
            Encoding.ASCII.GetBytes($"<sip:{script.Callee}@192.0.2.1>"), Encoding.ASCII.GetBytes($"sip:{script.Callee}@192.0.2.1"), [], party.Flow);
        _cancelAt = script.StartAt + script.CancelAfter;
        party.Add(this);
    }

    protected override long NextBeforeAnswer => _cancelAt;

    protected override void BeforeAnswer(long now)
    {
        if (_invite is null)
        {
            Call(now);
        }
        else if (now >= _cancelAt)
        {
            _cancelAt = Never;
            Testimony.CancelledAt = now;
            Party.Layer.Cancel(_invite, now);
        }
    }

    protected override void OnCallAnswered(SipMessage response, long now)
    {
        switch (response.StatusCode)
        {
            case 100:
                break;
            case < 200:
                OnProgress(response, now);
                break;
            case < 300:
                OnAnswer(response, now);
                break;
            case 401 when TryShowPassword(response, now):
                break;
            case var status when !IsOver && !IsUp:
                Testimony.Refusal = status;
                Finish(Testimony.CancelledAt > 0 ? SideEnd.Cancelled : SideEnd.Refused, now);
                break;
        }
    }

    protected override void OnCallLost(long now)
    {
        if (IsUp) return;
        Testimony.Refusal = 408;
        Finish(Testimony.CancelledAt > 0 ? SideEnd.Cancelled : SideEnd.Refused, now);
    }

    // RFC 3261 §22.2
    private bool TryShowPassword(SipMessage challenge, long now)
    {
        if (IsOver || IsUp || Testimony.CancelledAt > 0 || Testimony.Challenged >= MostChallenges || Party.Password.Length == 0) return false;
        _credentials = DigestAnswer.To(challenge, Party.Number, Party.Password);
        if (_credentials is null) return false;
        Testimony.Challenged++;
        Call(now);
        return true;
    }

    private void Call(long now)
    {
        Testimony.InvitedAt = now;
        Span<byte> subject = stackalloc byte[12];
        Script.Id.TryFormat(subject, out var length, default, CultureInfo.InvariantCulture);
        _invite = Ask(new PartyRequest(this, PartyRequestKind.Call), SipMethod.Invite, subject[..length], Script.LateOffer ? [] : Party.Text.SdpFor(holding: false), now, _credentials);
        _sequence = Dialog.LocalSequence;
    }

    private void OnProgress(SipMessage response, long now)
    {
        if (IsUp || IsOver || !Dialog.Take(response)) return;
        if (_reception.Take(response, out var rack) != ReliableReception.Verdict.Acknowledge) return;
        var branch = Party.Ids.Next();
        var place = Party.Reserve(Dialog.Flow);
        var writer = Dialog.Begin(place, SipMethod.Prack, branch, Party.Address);
        Span<byte> value = stackalloc byte[RAck.MaxLength];
        writer.Header("RAck"u8, value[..rack.Write(value)]);
        Party.Layer.Send(new PartyRequest(this, PartyRequestKind.Other), branch, SipMethod.Prack, Dialog.Flow, place[..writer.End()], now);
    }

    private void OnAnswer(SipMessage response, long now)
    {
        // The answer to a late offer goes in the ACK.
        var answer = Script.LateOffer ? Party.Text.SdpFor(holding: false) : [];
        if (IsUp && Dialog.RemoteTag.SequenceEqual(response.ToTag))
        {
            Acknowledge(Dialog, _sequence, answer);
            return;
        }
        if (IsUp || IsOver)
        {
            Refuse(Dialog.OfFork(response), answer, now);
            return;
        }
        Dialog.Take(response);
        Acknowledge(Dialog, _sequence, answer);
        Begin(Script.CallerTalk, now);
        SessionAnswered(response, now);
        if (Testimony.CancelledAt > 0) HangUp(SideEnd.Unwanted, now);
    }

    // A 2xx of a switch that began anew while this call was made: the INVITE came to both.
    private void Refuse(Dialog fork, ReadOnlySpan<byte> answer, long now)
    {
        Acknowledge(fork, _sequence, answer);
        Bye(new PartyRequest(this, PartyRequestKind.Other), fork, now);
    }
}

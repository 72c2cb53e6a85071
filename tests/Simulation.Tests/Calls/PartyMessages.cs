using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Simulation.Tests.Calls;

/// <summary>Writes and sends the messages of one side of a call.</summary>
internal abstract class PartyMessages(CallParty party, PartyTraits traits)
{
    private static readonly SessionTimerSettings Settings = new(Interval: 180, MinSe: 90, Segment: 2);

    public Dialog Dialog { get; protected init; } = null!;

    protected CallParty Party => party;

    protected PartyTraits Traits => traits;

    /// <summary>The session timer; null for who knows none.</summary>
    protected SessionTimer? Session { get; } = traits.HasFlag(PartyTraits.Timer) ? new SessionTimer(Settings) : null;

    /// <summary>Acknowledges a 2xx.</summary>
    protected void Acknowledge(Dialog dialog, uint sequence, ReadOnlySpan<byte> sdp)
    {
        var writer = dialog.Begin(party.Reserve(dialog.Flow), SipMethod.Ack, party.Ids.Next(), party.Address, sequence);
        party.Send(dialog.Flow, sdp.IsEmpty ? writer.End() : writer.End("application/sdp"u8, sdp));
    }

    /// <summary>Sends BYE in a dialog.</summary>
    protected void Bye(PartyRequest owner, Dialog dialog, long now)
    {
        var branch = party.Ids.Next();
        var place = party.Reserve(dialog.Flow);
        var writer = dialog.Begin(place, SipMethod.Bye, branch, party.Address);
        party.Layer.Send(owner, branch, SipMethod.Bye, dialog.Flow, place[..writer.End()], now);
    }

    /// <summary>Asks the switch to connect the other party with a number (RFC 3515).</summary>
    protected void Refer(PartyRequest owner, string number, long now)
    {
        var branch = party.Ids.Next();
        var place = party.Reserve(Dialog.Flow);
        var writer = Dialog.Begin(place, SipMethod.Refer, branch, party.Address);
        writer.Header("Contact"u8, party.Text.Contact);
        writer.Header("Refer-To"u8, Encoding.ASCII.GetBytes($"<sip:{number}@192.0.2.1>"));
        party.Layer.Send(owner, branch, SipMethod.Refer, Dialog.Flow, place[..writer.End()], now);
    }

    /// <summary>Sends INVITE or UPDATE.</summary>
    protected ClientTransaction Ask(PartyRequest owner, SipMethod method, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> sdp, long now, DigestAnswer? credentials = null)
    {
        var branch = party.Ids.Next();
        var place = party.Reserve(Dialog.Flow);
        var writer = Dialog.Begin(place, method, branch, party.Address);
        writer.Header("Contact"u8, party.Text.Contact);
        writer.Header("Allow"u8, PartyText.AllowOf(traits));
        if (PartyText.SupportedOf(traits) is { IsEmpty: false } supported) writer.Header("Supported"u8, supported);
        if (Session is not null)
        {
            Span<byte> value = stackalloc byte[SessionExpires.MaxLength];
            writer.Header("Session-Expires"u8, value[..Session.Offer.Write(value)]);
            writer.Header("Min-SE"u8, Session.MinSe);
        }
        credentials?.Write(ref writer, "INVITE"u8, Dialog.RemoteTarget, branch.Value);
        if (!subject.IsEmpty) writer.Header("Subject"u8, subject);
        var length = sdp.IsEmpty ? writer.End() : writer.End("application/sdp"u8, sdp);
        return party.Layer.Send(owner, branch, method, Dialog.Flow, place[..length], now);
    }

    /// <summary>Says yes to INVITE or UPDATE; true when a session timer was agreed.</summary>
    protected bool Accept(ServerTransaction transaction, SipMessage request, bool holding, long now)
    {
        SessionExpires? agreed = Session is not null && Session.Accept(request, now, out var granted) ? granted : null;
        var writer = BeginResponse(transaction, request, 200, "OK"u8);
        if (agreed is { } session)
        {
            Span<byte> value = stackalloc byte[SessionExpires.MaxLength];
            if (Session!.IsPeerCapable) writer.Header("Require"u8, "timer"u8);
            writer.Header("Session-Expires"u8, value[..session.Write(value)]);
        }
        var withSdp = transaction.Method == SipMethod.Invite || !request.Body.IsEmpty;
        var length = withSdp ? writer.End("application/sdp"u8, party.Text.SdpFor(holding)) : writer.End();
        party.Layer.Respond(transaction, party.Reserve(transaction.Route)[..length], 200, now);
        return agreed is not null;
    }

    protected void Respond(ServerTransaction transaction, int status, ReadOnlySpan<byte> phrase, long now)
    {
        var writer = BeginResponse(transaction, party.Layer.Request(transaction), status, phrase);
        party.Layer.Respond(transaction, party.Reserve(transaction.Route)[..writer.End()], status, now);
    }

    protected ResponseWriter BeginResponse(ServerTransaction transaction, SipMessage request, int status, ReadOnlySpan<byte> phrase)
    {
        Span<byte> tag = stackalloc byte[LocalId.TagLength];
        tag = status == 100 ? [] : tag[..Dialog.LocalTag.WriteTag(tag)];
        var writer = new ResponseWriter(party.Reserve(transaction.Route), request, transaction.Received, status, phrase, tag);
        if (status is <= 100 or >= 300) return writer;
        writer.Header("Contact"u8, party.Text.Contact);
        writer.Header("Allow"u8, PartyText.AllowOf(traits));
        if (PartyText.SupportedOf(traits) is { IsEmpty: false } supported) writer.Header("Supported"u8, supported);
        return writer;
    }
}

using System.Globalization;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>The answers that a <see cref="TransactionLayer"/> gives without asking its user: to CANCEL and to merged requests.</summary>
internal sealed class OwnAnswers(TransactionKeys keys, IOutbox outbox)
{
    private const int TagLength = 16;

    private readonly SipMessage _answer = new();

    /// <summary>200 to a CANCEL, of which the user is told. Its To tag should be that of the answers to the INVITE (§9.2).</summary>
    public void AcceptCancel(SipMessage cancel, in Flow flow, ServerTransaction invite, ITransactionUser user, long now)
    {
        var stored = invite.Answer;
        if (!stored.IsEmpty) SipParser.Parse(stored.Place, 0, stored.Bytes.Length, _answer, SipLimits.Default);
        Span<byte> tag = stackalloc byte[TagLength];
        var route = ResponseRoute.For(cancel, flow);
        var place = outbox.Reserve(route);
        var length = new ResponseWriter(place, cancel, flow, 200, "OK"u8, stored.IsEmpty || _answer.ToTag.IsEmpty ? TagOf(invite.Key, tag) : _answer.ToTag).End();
        if (length == 0) return;
        outbox.Send(route, length);
        user.OnHopMessage(invite.Owner, true, route, place[..length], now);
    }

    /// <summary>481 to a CANCEL whose INVITE is not there (§9.2). Without a transaction (§8.2.7).</summary>
    public void RefuseCancel(SipMessage cancel, in TransactionKey key, in Flow flow)
    {
        Span<byte> tag = stackalloc byte[TagLength];
        var route = ResponseRoute.For(cancel, flow);
        var length = new ResponseWriter(outbox.Reserve(route), cancel, flow, 481, "Call/Transaction Does Not Exist"u8, TagOf(key, tag)).End();
        if (length > 0) outbox.Send(route, length);
    }

    /// <summary>Writes 482 to a merged request (§8.2.2.2); returns its length, 0 when it did not fit.</summary>
    public int WriteMerged(Span<byte> place, SipMessage request, in TransactionKey key, in Flow flow)
    {
        Span<byte> tag = stackalloc byte[TagLength];
        return new ResponseWriter(place, request, flow, 482, "Loop Detected"u8, TagOf(key, tag)).End();
    }

    private ReadOnlySpan<byte> TagOf(in TransactionKey key, Span<byte> tag)
    {
        keys.ToTagOf(key).TryFormat(tag, out var length, "x16", CultureInfo.InvariantCulture);
        return tag[..length];
    }
}

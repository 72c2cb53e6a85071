using Tandem.Sip.Dialogs;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.Calls;

/// <summary>
/// Writes and sends the messages of legs. Nothing of one side's Via, Contact, Call-ID, Record-Route or User-Agent is ever
/// written on the other: what passes is listed in <see cref="HeaderPassList"/>.
/// </summary>
internal sealed class LegMessages(CallEnvironment env)
{
    private static ReadOnlySpan<byte> Sdp => "application/sdp"u8;

    /// <summary>The methods that a peer may use in a dialog with us.</summary>
    public static ReadOnlySpan<byte> Allowed => "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, MESSAGE, REFER, NOTIFY"u8;

    /// <summary>The extensions that we offer in a dialog.</summary>
    public static ReadOnlySpan<byte> Supported => "100rel, timer, replaces"u8;

    /// <summary>Our address towards the leg's peer.</summary>
    public IpEndpoint LocalOf(CallLeg leg) => env.Addresses.For(leg.Flow);

    /// <summary>Begins a request in the leg's dialog, with what answers the peer's challenges.</summary>
    public RequestWriter Begin(CallLeg leg, Span<byte> place, SipMethod method, LocalId branch, uint sequence = 0, int maxForwards = 70)
    {
        var writer = leg.Dialog.Begin(place, method, branch, LocalOf(leg), sequence, maxForwards);
        foreach (var credentials in leg.Credentials) credentials.Write(ref writer, method.Name(), leg.Dialog.RemoteTarget, env.Ids.Next().Value);
        return writer;
    }

    /// <summary>Answers a request of the leg's peer; nothing happens when it waits no longer.</summary>
    public void Respond(CallLeg leg, ServerTransaction transaction, int status, long now, scoped in AnswerParts parts = default)
    {
        if (transaction.IsOver) return;
        var place = env.Outbox.Reserve(transaction.Route);
        Span<byte> tag = stackalloc byte[LocalId.TagLength];
        tag = status == 100 ? [] : tag[..leg.Dialog.LocalTag.WriteTag(tag)];
        var request = env.Layer.Request(transaction);
        var writer = new ResponseWriter(place, request, transaction.Received, status, StatusPhrases.Of(status), tag);
        if (status is > 100 and < 300 && transaction.Method is SipMethod.Invite or SipMethod.Update) WriteDialogHeaders(ref writer, leg, request, parts);
        if (parts.PassFrom is { } source) HeaderPassList.Response(ref writer, source, status);
        if (parts.Reason is { Length: > 0 } reason) HeaderText.Write(ref writer, "Reason"u8, reason);
        if (parts.RetryAfter > 0) writer.Header("Retry-After"u8, parts.RetryAfter);
        if (status == 422) writer.Header("Min-SE"u8, leg.Session.MinSe);
        if (status == 415) writer.Header("Accept"u8, Sdp);
        if (status == 405 || transaction.Method == SipMethod.Options) writer.Header("Allow"u8, Allowed);
        var length = parts.Body.IsEmpty ? writer.End() : writer.End(parts.ContentType.IsEmpty ? Sdp : parts.ContentType, parts.Body);
        if (length == 0) return;
        env.Layer.Respond(transaction, place[..length], status, now);
        env.Trace.Note(leg.Call.Id, true, transaction.Route, env.Addresses.For(transaction.Route), place[..length], now);
    }

    /// <summary>Accepts an INVITE of the leg's peer: its session timer is agreed on, and the 2xx is sent until its ACK comes (RFC 3261 §13.3.1.4).</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="invite">The INVITE.</param>
    /// <param name="sdp">The body; empty = none.</param>
    /// <param name="source">The other side's answer, of which some header fields pass; null = none.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Accept(CallLeg leg, ServerTransaction invite, ReadOnlySpan<byte> sdp, SipMessage? source, long now)
    {
        var request = env.Layer.Request(invite);
        var granted = leg.Session.Accept(request, now, out var agreed);
        leg.Confirmed = true;
        leg.AnsweredSequence = request.CSeq.Number;
        leg.Answer = new AnswerRetransmission(leg.AnsweredSequence, now, env.Timers);
        Respond(leg, invite, 200, now, new AnswerParts { Body = sdp, PassFrom = source, Session = granted ? agreed : null });
    }

    /// <summary>Sends a request that was written into the place that the outbox lent for the leg's flow.</summary>
    public ClientTransaction? Send(PendingRequest owner, LocalId branch, SipMethod method, ReadOnlySpan<byte> message, long now)
    {
        if (message.IsEmpty) return null; // it did not fit
        var leg = owner.Leg;
        var transaction = env.Layer.Send(owner, branch, method, leg.Flow, message, now);
        env.Trace.Note(leg.Call.Id, true, leg.Flow, LocalOf(leg), message, now);
        return transaction;
    }

    /// <summary>Acknowledges a 2xx of our INVITE (RFC 3261 §13.2.2.4); the ACK has no transaction.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="sdp">The answer to the offer in the 2xx; empty when our INVITE had the offer.</param>
    /// <param name="sequence">The number of the INVITE.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public void Acknowledge(CallLeg leg, scoped ReadOnlySpan<byte> sdp, uint sequence, long now)
    {
        var flow = leg.Flow;
        var place = env.Outbox.Reserve(flow);
        var writer = Begin(leg, place, SipMethod.Ack, env.Ids.Next(), sequence);
        var length = sdp.IsEmpty ? writer.End() : writer.End(Sdp, sdp);
        if (length == 0) return;
        env.Outbox.Send(flow, length);
        env.Trace.Note(leg.Call.Id, true, flow, LocalOf(leg), place[..length], now);
    }

    /// <summary>Hangs the peer up (RFC 3261 §15.1.1).</summary>
    /// <param name="leg">The leg, whose dialog is confirmed.</param>
    /// <param name="reason">The Reason header's value (RFC 3326); "" = none.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="isRepeated">True when it is sent again with credentials.</param>
    public void HangUp(CallLeg leg, string reason, long now, bool isRepeated = false)
    {
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = Begin(leg, place, SipMethod.Bye, branch);
        if (reason.Length > 0) HeaderText.Write(ref writer, "Reason"u8, reason);
        Send(new HangUp(leg, reason, isRepeated, this), branch, SipMethod.Bye, place[..writer.End()], now);
    }

    /// <summary>Acknowledges a reliable provisional answer (RFC 3262 §4).</summary>
    public void AcknowledgeProvisional(CallLeg leg, in RAck rack, long now)
    {
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = Begin(leg, place, SipMethod.Prack, branch);
        Span<byte> value = stackalloc byte[RAck.MaxLength];
        writer.Header("RAck"u8, value[..rack.Write(value)]);
        Send(new ForgottenRequest(leg), branch, SipMethod.Prack, place[..writer.End()], now);
    }

    /// <summary>Learns to answer the challenge of a 401 or 407; false for other answers, and when there is nothing to answer it with.</summary>
    /// <param name="leg">The leg whose peer asks.</param>
    /// <param name="response">The answer.</param>
    /// <param name="mayRepeat">Whether a challenge that follows credentials may be answered even when they were not merely stale.</param>
    public bool TakeChallenge(CallLeg leg, SipMessage response, bool mayRepeat) => PeerCredentials.TryTake(env.Secrets, leg, response, mayRepeat);

    /// <summary>Writes our Contact for a leg.</summary>
    public void WriteContact(ref RequestWriter writer, CallLeg leg)
    {
        Span<byte> text = stackalloc byte[ContactText.MaxLength];
        writer.Header("Contact"u8, text[..ContactText.Write(text, LocalOf(leg), leg.Flow.Transport)]);
    }

    /// <summary>Sends INVITE or UPDATE within the dialog: to modify the session (RFC 3261 §14, RFC 3311), or to refresh it (RFC 4028 §7.4).</summary>
    /// <param name="owner">What hears of its answer.</param>
    /// <param name="method">INVITE or UPDATE.</param>
    /// <param name="sdp">The offer; empty = none.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="source">The other side's request, of which some header fields pass; null = none.</param>
    public void Modify(PendingRequest owner, SipMethod method, ReadOnlySpan<byte> sdp, long now, SipMessage? source = null)
    {
        var leg = owner.Leg;
        var branch = env.Ids.Next();
        var place = env.Outbox.Reserve(leg.Flow);
        var writer = Begin(leg, place, method, branch);
        WriteContact(ref writer, leg);
        writer.Header("Allow"u8, Allowed);
        writer.Header("Supported"u8, Supported);
        if (leg.OffersTimer) SessionHeaders.WriteRequest(ref writer, leg.Session);
        if (source is not null) HeaderPassList.Request(ref writer, source);
        var length = sdp.IsEmpty ? writer.End() : writer.End(Sdp, sdp);
        var sent = Send(owner, branch, method, place[..length], now);
        if (method == SipMethod.Invite) leg.BeginReinvite(sent, now + env.Timers.Reinvite);
    }

    private void WriteDialogHeaders(ref ResponseWriter writer, CallLeg leg, SipMessage request, scoped in AnswerParts parts)
    {
        // §12.1.1: the answers that make a dialog repeat the whole Record-Route.
        foreach (var route in request.Values(HeaderName.RecordRoute)) writer.Header("Record-Route"u8, route);
        Span<byte> text = stackalloc byte[ContactText.MaxLength];
        writer.Header("Contact"u8, text[..ContactText.Write(text, LocalOf(leg), leg.Flow.Transport)]);
        writer.Header("Allow"u8, Allowed);
        writer.Header("Supported"u8, Supported);
        if (parts.ReliableNumber > 0)
        {
            writer.Header("Require"u8, "100rel"u8);
            writer.Header("RSeq"u8, parts.ReliableNumber);
        }
        if (parts.Session is { } agreed) SessionHeaders.WriteAnswer(ref writer, agreed, leg.Session.IsPeerCapable);
    }
}

/// <summary>What an answer carries besides what every answer does.</summary>
internal readonly ref struct AnswerParts
{
    /// <summary>The body; empty = none.</summary>
    public ReadOnlySpan<byte> Body { get; init; }

    /// <summary>Its type; empty = SDP.</summary>
    public ReadOnlySpan<byte> ContentType { get; init; }

    /// <summary>The Reason header's value (RFC 3326); null or "" = none.</summary>
    public string? Reason { get; init; }

    /// <summary>The answer of the other side, of which some header fields pass.</summary>
    public SipMessage? PassFrom { get; init; }

    /// <summary>Retry-After in seconds; 0 = none.</summary>
    public int RetryAfter { get; init; }

    /// <summary>RSeq of a reliable provisional answer (RFC 3262); 0 = not reliable.</summary>
    public long ReliableNumber { get; init; }

    /// <summary>What a 2xx says of the session timer (RFC 4028); null = nothing.</summary>
    public SessionExpires? Session { get; init; }
}

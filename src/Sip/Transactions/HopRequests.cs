using Tandem.Sip.Messages;

namespace Tandem.Sip.Transactions;

/// <summary>
/// Writes the two requests that follow an INVITE to the next hop alone: the ACK of a refusal (RFC 3261 §17.1.1.3) and the
/// CANCEL (§9.1). Both repeat the INVITE's Request-URI, top Via, Route, From, Call-ID and CSeq number.
/// </summary>
internal static class HopRequests
{
    /// <summary>Writes the ACK; its To is that of the refusal. Returns its length, 0 when it did not fit.</summary>
    public static int WriteAck(Span<byte> buffer, SipMessage invite, SipMessage refusal) =>
        Begin(buffer, SipMethod.Ack, invite, refusal.First(HeaderName.To)).End();

    /// <summary>Writes the CANCEL. Returns its length, 0 when it did not fit.</summary>
    /// <param name="buffer">Where it is written.</param>
    /// <param name="invite">The INVITE.</param>
    /// <param name="reason">A Reason value (RFC 3326), or nothing.</param>
    public static int WriteCancel(Span<byte> buffer, SipMessage invite, scoped ReadOnlySpan<byte> reason)
    {
        var writer = Begin(buffer, SipMethod.Cancel, invite, invite.First(HeaderName.To));
        if (!reason.IsEmpty) writer.Header("Reason"u8, reason);
        return writer.End();
    }

    private static RequestWriter Begin(Span<byte> buffer, SipMethod method, SipMessage invite, scoped ReadOnlySpan<byte> to)
    {
        var writer = new RequestWriter(buffer);
        writer.Begin(method.Name(), invite.RequestUri);
        writer.Header("Via"u8, invite.TopVia.Text);
        writer.Header("Max-Forwards"u8, 70);
        foreach (var route in invite.Values(HeaderName.Route)) writer.Header("Route"u8, route);
        writer.Header("From"u8, invite.First(HeaderName.From));
        writer.Header("To"u8, to);
        writer.Header("Call-ID"u8, invite.CallId);
        writer.BeginHeader("CSeq"u8);
        writer.Append(invite.CSeq.Number);
        writer.Append(" "u8);
        writer.Append(method.Name());
        writer.EndHeader();
        return writer;
    }
}

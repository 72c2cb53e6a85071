using System.Text;

namespace Tandem.Sip.Messages;

/// <summary>Header field names, their text and their compact forms (RFC 3261 §7.3.3 and the extensions' own RFCs).</summary>
public static class HeaderNames
{
    private const char NoCompactForm = '\0';
    private const uint SlotCount = 256;

    private static readonly (HeaderName Name, string Text, char Compact)[] Table =
    [
        (HeaderName.Via, "Via", 'v'),
        (HeaderName.From, "From", 'f'),
        (HeaderName.To, "To", 't'),
        (HeaderName.CallId, "Call-ID", 'i'),
        (HeaderName.CSeq, "CSeq", NoCompactForm),
        (HeaderName.Contact, "Contact", 'm'),
        (HeaderName.Expires, "Expires", NoCompactForm),
        (HeaderName.MinExpires, "Min-Expires", NoCompactForm),
        (HeaderName.ContentLength, "Content-Length", 'l'),
        (HeaderName.ContentType, "Content-Type", 'c'),
        (HeaderName.MaxForwards, "Max-Forwards", NoCompactForm),
        (HeaderName.Route, "Route", NoCompactForm),
        (HeaderName.RecordRoute, "Record-Route", NoCompactForm),
        (HeaderName.Path, "Path", NoCompactForm),
        (HeaderName.Authorization, "Authorization", NoCompactForm),
        (HeaderName.ProxyAuthorization, "Proxy-Authorization", NoCompactForm),
        (HeaderName.WwwAuthenticate, "WWW-Authenticate", NoCompactForm),
        (HeaderName.ProxyAuthenticate, "Proxy-Authenticate", NoCompactForm),
        (HeaderName.Require, "Require", NoCompactForm),
        (HeaderName.ProxyRequire, "Proxy-Require", NoCompactForm),
        (HeaderName.Supported, "Supported", 'k'),
        (HeaderName.Unsupported, "Unsupported", NoCompactForm),
        (HeaderName.Allow, "Allow", NoCompactForm),
        (HeaderName.UserAgent, "User-Agent", NoCompactForm),
        (HeaderName.Server, "Server", NoCompactForm),
        (HeaderName.Date, "Date", NoCompactForm),
        (HeaderName.RetryAfter, "Retry-After", NoCompactForm),
        (HeaderName.Event, "Event", 'o'),
        (HeaderName.AuthenticationInfo, "Authentication-Info", NoCompactForm),
        (HeaderName.Accept, "Accept", NoCompactForm),
        (HeaderName.AcceptContact, "Accept-Contact", 'a'),
        (HeaderName.AcceptEncoding, "Accept-Encoding", NoCompactForm),
        (HeaderName.AcceptLanguage, "Accept-Language", NoCompactForm),
        (HeaderName.AlertInfo, "Alert-Info", NoCompactForm),
        (HeaderName.AllowEvents, "Allow-Events", 'u'),
        (HeaderName.CallInfo, "Call-Info", NoCompactForm),
        (HeaderName.ContentDisposition, "Content-Disposition", NoCompactForm),
        (HeaderName.ContentEncoding, "Content-Encoding", 'e'),
        (HeaderName.ContentLanguage, "Content-Language", NoCompactForm),
        (HeaderName.Diversion, "Diversion", NoCompactForm),
        (HeaderName.ErrorInfo, "Error-Info", NoCompactForm),
        (HeaderName.FlowTimer, "Flow-Timer", NoCompactForm),
        (HeaderName.HistoryInfo, "History-Info", NoCompactForm),
        (HeaderName.Identity, "Identity", 'y'),
        (HeaderName.IdentityInfo, "Identity-Info", 'n'),
        (HeaderName.InReplyTo, "In-Reply-To", NoCompactForm),
        (HeaderName.Join, "Join", NoCompactForm),
        (HeaderName.MimeVersion, "MIME-Version", NoCompactForm),
        (HeaderName.MinSe, "Min-SE", NoCompactForm),
        (HeaderName.Organization, "Organization", NoCompactForm),
        (HeaderName.PAssertedIdentity, "P-Asserted-Identity", NoCompactForm),
        (HeaderName.PPreferredIdentity, "P-Preferred-Identity", NoCompactForm),
        (HeaderName.Priority, "Priority", NoCompactForm),
        (HeaderName.Privacy, "Privacy", NoCompactForm),
        (HeaderName.RAck, "RAck", NoCompactForm),
        (HeaderName.Reason, "Reason", NoCompactForm),
        (HeaderName.ReferTo, "Refer-To", 'r'),
        (HeaderName.ReferredBy, "Referred-By", 'b'),
        (HeaderName.RejectContact, "Reject-Contact", 'j'),
        (HeaderName.RemotePartyId, "Remote-Party-ID", NoCompactForm),
        (HeaderName.Replaces, "Replaces", NoCompactForm),
        (HeaderName.ReplyTo, "Reply-To", NoCompactForm),
        (HeaderName.RequestDisposition, "Request-Disposition", 'd'),
        (HeaderName.RSeq, "RSeq", NoCompactForm),
        (HeaderName.ServiceRoute, "Service-Route", NoCompactForm),
        (HeaderName.SessionExpires, "Session-Expires", 'x'),
        (HeaderName.SipETag, "SIP-ETag", NoCompactForm),
        (HeaderName.SipIfMatch, "SIP-If-Match", NoCompactForm),
        (HeaderName.Subject, "Subject", 's'),
        (HeaderName.SubscriptionState, "Subscription-State", NoCompactForm),
        (HeaderName.Timestamp, "Timestamp", NoCompactForm),
        (HeaderName.Warning, "Warning", NoCompactForm),
    ];

    private static readonly byte[][] Texts = TextsByName();
    private static readonly HeaderName[] CompactForms = NamesByCompactForm();
    private static readonly Slot[] Slots = NamesByHash();

    /// <summary>One more than the greatest <see cref="HeaderName"/>.</summary>
    internal static int Count => Texts.Length;

    /// <summary>The name as RFC 3261 writes it; empty for <see cref="HeaderName.Other"/>.</summary>
    public static ReadOnlySpan<byte> Text(HeaderName name) => Texts[(int)name];

    /// <summary>Finds a name, long or compact, in any case.</summary>
    public static HeaderName Of(ReadOnlySpan<byte> text)
    {
        if (text.Length <= 1) return text.IsEmpty ? HeaderName.Other : CompactForms[text[0]];
        var ends = NameEnds.Of(text);
        var slots = Slots;
        for (var i = ends.Hash; ; i++)
        {
            ref readonly var slot = ref slots[i % SlotCount];
            if (slot.Ends == ends && (text.Length <= NameEnds.WholeLength || HasSameMiddle(text, Texts[(int)slot.Name]))) return slot.Name;
            if (slot.Name == HeaderName.Other) return HeaderName.Other;
        }
    }

    private static bool HasSameMiddle(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        const int End = NameEnds.WholeLength / 2;
        return Grammar.EqualsIgnoreCase(text[End..^End], name[End..^End]);
    }

    private static byte[][] TextsByName()
    {
        var texts = new byte[Table.Length + 1][];
        texts[(int)HeaderName.Other] = [];
        foreach (var row in Table) texts[(int)row.Name] = Encoding.ASCII.GetBytes(row.Text);
        return texts;
    }

    private static HeaderName[] NamesByCompactForm()
    {
        var names = new HeaderName[byte.MaxValue + 1];
        foreach (var row in Table)
        {
            if (row.Compact == NoCompactForm) continue;
            names[row.Compact] = row.Name;
            names[char.ToUpperInvariant(row.Compact)] = row.Name;
        }
        return names;
    }

    private static Slot[] NamesByHash()
    {
        var slots = new Slot[SlotCount];
        foreach (var row in Table)
        {
            var ends = NameEnds.Of(Texts[(int)row.Name]);
            var i = ends.Hash;
            while (slots[i % SlotCount].Name != HeaderName.Other) i++;
            slots[i % SlotCount] = new Slot(ends, row.Name);
        }
        return slots;
    }

    private readonly record struct Slot(NameEnds Ends, HeaderName Name);
}

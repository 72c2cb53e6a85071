using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>The Refer-To header field (RFC 3515 §2.1): where the receiver of a REFER shall call.</summary>
public readonly ref struct ReferTo
{
    private ReferTo(ReadOnlySpan<byte> target, SipUri uri)
    {
        Target = target;
        Uri = uri;
    }

    /// <summary>The URI to call, without its headers.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>The parts of the URI, headers included.</summary>
    public SipUri Uri { get; }

    /// <summary>True when an INVITE is meant: the parameter method is absent or says so.</summary>
    public bool IsCall => !Uri.TryGetParameter("method"u8, out var method) || method.SequenceEqual("INVITE"u8);

    /// <summary>Reads the header field; false when it is absent, malformed or there more than once (§2.4.1: 400).</summary>
    public static bool TryRead(SipMessage refer, out ReferTo referTo)
    {
        referTo = default;
        var values = refer.Values(HeaderName.ReferTo);
        if (!values.MoveNext()) return false;
        var value = values.Current;
        if (values.MoveNext() || !NameAddress.TryParse(value, out var address) || address.IsStar) return false;
        if (!SipUri.TryParse(address.Uri, out var uri)) return false;
        var headers = uri.Headers.IsEmpty ? 0 : uri.Headers.Length + 1;
        referTo = new ReferTo(address.Uri[..^headers], uri);
        return true;
    }

    /// <summary>
    /// Reads the Replaces header field that is escaped among the URI's headers (RFC 3891 §3, §4), as in an attended transfer;
    /// false when there is none or it is malformed.
    /// </summary>
    /// <param name="buffer">For the text without escapes: as long as the URI. The result lies in it.</param>
    /// <param name="replaces">The dialog to be replaced, as the one who is to be called knows it.</param>
    public bool TryReadReplaces(Span<byte> buffer, out Replaces replaces)
    {
        foreach (var range in Uri.Headers.Split((byte)'&'))
        {
            var header = Uri.Headers[range];
            var equals = header.IndexOf((byte)'=');
            if (equals < 0 || !Grammar.EqualsIgnoreCase(header[..equals], "Replaces"u8)) continue;
            var length = SipUri.Unescape(header[(equals + 1)..], buffer);
            return Replaces.TryParse(buffer[..length], out replaces);
        }
        replaces = default;
        return false;
    }
}

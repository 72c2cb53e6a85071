using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>
/// The header fields that pass from one side to the other as they are. Everything else is written anew or stays behind, so
/// that neither side learns how the other is built (spec: switch §2, topology hidden).
/// </summary>
internal static class HeaderPassList
{
    private static readonly HeaderName[] InRequests =
    [
        HeaderName.Subject, HeaderName.Priority, HeaderName.AlertInfo, HeaderName.AcceptLanguage, HeaderName.Accept,
    ];

    // Of a body that passes as it is; a session description is written anew.
    private static readonly HeaderName[] OfBodies =
        [HeaderName.ContentDisposition, HeaderName.ContentEncoding, HeaderName.ContentLanguage, HeaderName.MimeVersion];

    private static readonly HeaderName[] InResponses = [HeaderName.AlertInfo];

    /// <summary>Copies what passes from a request.</summary>
    public static void Request(ref RequestWriter writer, SipMessage source)
    {
        var keepsBody = source.Method is SipMethod.Info or SipMethod.Message;
        for (var i = 0; i < source.HeaderCount; i++)
        {
            if (Passes(source, i, InRequests) || (keepsBody && OfBodies.AsSpan().Contains(source.NameAt(i))))
                writer.Header(source.NameTextAt(i), source.ValueAt(i));
        }
    }

    /// <summary>Copies what passes from an answer.</summary>
    public static void Response(ref ResponseWriter writer, SipMessage source, int status)
    {
        for (var i = 0; i < source.HeaderCount; i++)
        {
            if (Passes(source, i, InResponses)) writer.Header(source.NameTextAt(i), source.ValueAt(i));
        }
        if (status >= 400 && source.Has(HeaderName.RetryAfter)) writer.Header("Retry-After"u8, source.First(HeaderName.RetryAfter));
    }

    private static bool Passes(SipMessage source, int line, HeaderName[] list)
    {
        var name = source.NameAt(line);
        if (name != HeaderName.Other) return list.AsSpan().Contains(name);
        // RFC 7433 carries the parties' own data, RFC 5009 says who may be heard before the answer, RFC 6086 what an INFO is about.
        var text = source.NameTextAt(line);
        return System.Text.Ascii.EqualsIgnoreCase(text, "User-to-User"u8) || System.Text.Ascii.EqualsIgnoreCase(text, "P-Early-Media"u8)
            || System.Text.Ascii.EqualsIgnoreCase(text, "Info-Package"u8);
    }
}

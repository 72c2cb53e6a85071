using System.Globalization;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Parameters;

/// <summary>The readers of parameter values that are neither numbers nor switches.</summary>
internal static class ParameterRules
{
    /// <summary>UDP and TCP on 5060 of every address.</summary>
    public static readonly IReadOnlyList<SipListen> DefaultListen = [ReadListen("udp:5060").Item, ReadListen("tcp:5060").Item];

    public static (SipListen Item, string? Error) ReadListen(string text) =>
        SipListen.TryParse(text, out var listen, out var error) ? (listen, null) : (listen, error);

    public static (DigestAlgorithm Item, string? Error) ReadAlgorithm(string text) => text.ToUpperInvariant() switch
    {
        "MD5" => (DigestAlgorithm.Md5, null),
        "SHA-256" or "SHA256" => (DigestAlgorithm.Sha256, null),
        _ => (default, $"'{text}' is neither SHA-256 nor MD5."),
    };

    public static (string Item, string? Error) ReadDomain(string text) =>
        Uri.CheckHostName(text) is UriHostNameType.Unknown
            ? ("", $"'{text}' is neither a host name nor an address.")
            : (text.ToLowerInvariant(), null);

    public static (string Item, string? Error) ReadUserAgent(string text) => (text, QuotableProblem(text));

    public static (string Item, string? Error) ReadNumberPattern(string text)
    {
        var number = text.EndsWith('*') ? text.AsSpan(0, text.Length - 1) : text;
        return text.Length is > 0 and <= 64 && number.IndexOfAnyExcept("0123456789+#") < 0
            ? (text, null)
            : ("", $"'{text}' is no number: digits are allowed, + and #, and a * at the end.");
    }

    public static (int Item, string? Error) ReadHour(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && hour <= 23
            ? (hour, null)
            : (0, $"'{text}' is no hour from 0 to 23.");

    public static string? AddressProblem(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") && text.Length <= 500)
            ? null
            : $"'{text}' is no address that begins with http:// or https://.";

    public static string? HostPortProblem(string text)
    {
        if (text.Length == 0 || IpEndpoint.TryParse(text, 0, out var address) && address.Port > 0) return null;
        var colon = text.LastIndexOf(':');
        var good = colon > 0 && Uri.CheckHostName(text[..colon]) == UriHostNameType.Dns && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0;
        return good ? null : $"'{text}' is no host:port, as in capture.example.com:9060 or [2001:db8::9]:9060.";
    }

    public static string? QuotableProblem(string text)
    {
        foreach (var c in text)
        {
            if (c is < ' ' or > '~' or '"' or '\\') return $"'{text}' has a character that is not allowed: printable characters without \" and \\ are.";
        }
        return text.Length > 128 ? "at most 128 characters are allowed." : null;
    }
}

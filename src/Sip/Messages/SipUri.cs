using System.Buffers;

namespace Tandem.Sip.Messages;

/// <summary>
/// A SIP or SIPS URI (RFC 3261 §19.1), a tel URI (RFC 3966), or the scheme and the rest of any other URI.
/// </summary>
public readonly ref struct SipUri
{
    // Comparing two URIs looks for each parameter and header of the one in the other; this bounds what that can cost.
    private const int MaxParts = 64;

    private static readonly SearchValues<byte> NeverInUserPart = SearchValues.Create(" \t\r\n\"<>@[]\\^`{|}#\0"u8);

    /// <summary>The scheme as written.</summary>
    public ReadOnlySpan<byte> Scheme { get; private init; }

    /// <summary>True for sip: in any case.</summary>
    public bool IsSip => Grammar.EqualsIgnoreCase(Scheme, "sip"u8);

    /// <summary>True for sips: in any case.</summary>
    public bool IsSips => Grammar.EqualsIgnoreCase(Scheme, "sips"u8);

    /// <summary>True for tel: in any case.</summary>
    public bool IsTel => Grammar.EqualsIgnoreCase(Scheme, "tel"u8);

    /// <summary>The user of a SIP URI or the number of a tel URI, escapes untouched; empty when absent.</summary>
    public ReadOnlySpan<byte> User { get; private init; }

    /// <summary>The password; empty when absent.</summary>
    public ReadOnlySpan<byte> Password { get; private init; }

    /// <summary>The host, an IPv6 reference with its brackets; empty for a URI that is not SIP or SIPS.</summary>
    public ReadOnlySpan<byte> Host { get; private init; }

    /// <summary>The port; 0 when absent.</summary>
    public ushort Port { get; private init; }

    /// <summary>The URI's parameters from the first semicolon on; empty when there are none.</summary>
    public ReadOnlySpan<byte> Parameters { get; private init; }

    /// <summary>The headers after the question mark; empty when there are none.</summary>
    public ReadOnlySpan<byte> Headers { get; private init; }

    /// <summary>Everything after the scheme's colon; the only thing known of a URI of an unknown scheme.</summary>
    public ReadOnlySpan<byte> SchemeSpecificPart { get; private init; }

    /// <summary>
    /// Reads a URI; false when it has no scheme, or is a SIP, SIPS or tel URI against its grammar or with more than 64
    /// parameters or headers.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> uri, out SipUri parsed)
    {
        parsed = default;
        var length = SchemeLength(uri);
        if (length == 0) return false;
        var scheme = uri[..length];
        var rest = uri[(length + 1)..];
        if (Grammar.EqualsIgnoreCase(scheme, "sip"u8) || Grammar.EqualsIgnoreCase(scheme, "sips"u8))
        {
            return TryParseSip(scheme, rest, out parsed);
        }
        if (Grammar.EqualsIgnoreCase(scheme, "tel"u8)) return TryParseTel(scheme, rest, out parsed);
        parsed = new SipUri { Scheme = scheme, SchemeSpecificPart = rest };
        return true;
    }

    /// <summary>Finds a parameter of the URI.</summary>
    public bool TryGetParameter(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        Messages.Parameters.TryGet(Parameters, name, out value);

    /// <summary>
    /// Replaces each "%" HEX HEX by the byte it stands for (§19.1.2); anything else is copied. The target must be as long as
    /// the source. Returns the number of bytes written.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> to) => UriEscapes.Decode(escaped, to);

    /// <summary>True when two URIs are equivalent (§19.1.4); those of other schemes when they are byte for byte the same.</summary>
    public static bool Equivalent(in SipUri a, in SipUri b) => UriComparison.Equivalent(in a, in b);

    /// <summary>The length of the scheme before its colon, 0 when there is none. scheme = ALPHA *( ALPHA / DIGIT / + - . ).</summary>
    internal static int SchemeLength(ReadOnlySpan<byte> uri)
    {
        if (uri.IsEmpty || !char.IsAsciiLetter((char)uri[0])) return 0;
        for (var i = 1; i < uri.Length; i++)
        {
            var b = uri[i];
            if (b == ':') return i;
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'+' or (byte)'-' or (byte)'.')) return 0;
        }
        return 0;
    }

    // SIP-URI = "sip:" [ userinfo ] hostport uri-parameters [ headers ]. The user may hold ";", "?" and "/" (RFC 4475
    // §3.1.1.9), so the first "@" is looked for before anything else; a further one can only be an error.
    private static bool TryParseSip(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> rest, out SipUri parsed)
    {
        parsed = default;
        var at = rest.IndexOf((byte)'@');
        if (!TrySplitUserPart(at < 0 ? [] : rest[..at], at >= 0, out var user, out var password)) return false;
        if (!HostPort.TryRead(rest, at + 1, out var hostPort)) return false;
        var tail = rest[hostPort.End..];
        var question = tail.IndexOf((byte)'?');
        var parameters = question < 0 ? tail : tail[..question];
        var headers = question < 0 ? [] : tail[(question + 1)..];
        if (!AreUriParameters(parameters) || headers.Count((byte)'&') > MaxParts) return false;
        parsed = new SipUri
        {
            Scheme = scheme,
            SchemeSpecificPart = rest,
            User = user,
            Password = password,
            Host = hostPort.Host.Of(rest),
            Port = hostPort.Port,
            Parameters = parameters,
            Headers = headers,
        };
        return true;
    }

    private static bool AreUriParameters(ReadOnlySpan<byte> parameters) =>
        parameters.IsEmpty || (parameters[0] == ';'
            && parameters.Count((byte)';') <= MaxParts
            && !parameters.ContainsAny(Grammar.LinearWhiteSpace)
            && Messages.Parameters.AreWellFormed(parameters)
            && UriEscapes.AreWellFormed(parameters));

    // userinfo = user [ ":" password ] "@"
    private static bool TrySplitUserPart(
        ReadOnlySpan<byte> userInfo, bool present, out ReadOnlySpan<byte> user, out ReadOnlySpan<byte> password)
    {
        var colon = userInfo.IndexOf((byte)':');
        user = colon < 0 ? userInfo : userInfo[..colon];
        password = colon < 0 ? [] : userInfo[(colon + 1)..];
        if (!present) return true;
        return !user.IsEmpty && !userInfo.ContainsAny(NeverInUserPart) && UriEscapes.AreWellFormed(userInfo);
    }

    // telephone-uri = "tel:" telephone-subscriber; the number's own grammar is the dial plan's matter.
    private static bool TryParseTel(ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> rest, out SipUri parsed)
    {
        parsed = default;
        var semicolon = rest.IndexOf((byte)';');
        var number = semicolon < 0 ? rest : rest[..semicolon];
        var parameters = semicolon < 0 ? [] : rest[semicolon..];
        if (number.IsEmpty || number.ContainsAny(NeverInUserPart) || !AreUriParameters(parameters)) return false;
        parsed = new SipUri { Scheme = scheme, SchemeSpecificPart = rest, User = number, Parameters = parameters };
        return true;
    }
}

using System.Buffers.Text;
using System.Text;

namespace Tandem.Sip.Digest;

/// <summary>
/// The digest credentials of one Authorization or Proxy-Authorization header (RFC 7616 §3.4, RFC 3261 §22.4) as slices of
/// the message. Parameters come in any order and case, quoted or not; unknown ones are passed over.
/// </summary>
/// <remarks>
/// The digest is over unq(value), which RFC 7616 §3.4 calls the value of the quoted-string: a quoted-pair counts as the one
/// byte that it stands for (RFC 7230 §3.2.6). So "a\"b" is the user a"b, here, in the digest and in the directory alike.
/// </remarks>
public ref struct DigestCredentials
{
    private Seen _seen;

    /// <summary>The user name, unescaped.</summary>
    public ReadOnlySpan<byte> Username { get; private set; }

    /// <summary>The realm, unescaped.</summary>
    public ReadOnlySpan<byte> Realm { get; private set; }

    /// <summary>The nonce as the client gave it back.</summary>
    public ReadOnlySpan<byte> Nonce { get; private set; }

    /// <summary>The digest uri; it may name the server in another way than the Request-URI does.</summary>
    public ReadOnlySpan<byte> Uri { get; private set; }

    /// <summary>The response: exactly as many hex digits as <see cref="Algorithm"/> gives, in either case.</summary>
    public ReadOnlySpan<byte> Response { get; private set; }

    /// <summary>The client's nonce; empty when there is none.</summary>
    public ReadOnlySpan<byte> Cnonce { get; private set; }

    /// <summary>Our opaque, given back; empty when there is none.</summary>
    public ReadOnlySpan<byte> Opaque { get; private set; }

    /// <summary>The algorithm; MD5 when none is named (RFC 7616 §3.4).</summary>
    public DigestAlgorithm Algorithm { get; private set; }

    /// <summary>True for the -sess variant of the algorithm.</summary>
    public bool IsSession { get; private set; }

    /// <summary>The quality of protection.</summary>
    public DigestQop Qop { get; private set; }

    /// <summary>The quality of protection as written, for the digest is over these bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> QopText { get; private set; }

    /// <summary>
    /// The nonce count, at least 1. Without a qop there is none, and it is 1: a nonce used that way is good for one request.
    /// </summary>
    public uint NonceCount { get; private set; }

    /// <summary>The nonce count as written, for the digest is over these bytes; empty when there is none.</summary>
    public ReadOnlySpan<byte> NonceCountText { get; private set; }

    /// <summary>Reads the header's value; never throws.</summary>
    /// <param name="value">The value of one header line; such headers are no comma lists.</param>
    /// <param name="scratch">
    /// Room for the values that have escapes in them, as long as <paramref name="value"/> to be always enough. The
    /// credentials may point into it.
    /// </param>
    /// <param name="credentials">The credentials; incomplete unless the answer is None.</param>
    public static CredentialsRejection Parse(ReadOnlySpan<byte> value, Span<byte> scratch, out DigestCredentials credentials)
    {
        credentials = default;
        if (!TrySkipScheme(ref value)) return CredentialsRejection.NotDigest;
        var parameters = new AuthParameterReader(value);
        while (parameters.MoveNext())
        {
            var text = parameters.Value;
            if (parameters.HasEscapes && !TryUnescape(ref text, ref scratch)) return CredentialsRejection.TooLong;
            var rejection = credentials.Take(parameters.Name, text);
            if (rejection != CredentialsRejection.None) return rejection;
        }
        return parameters.IsMalformed ? CredentialsRejection.Malformed : credentials.Complete();
    }

    private static bool TrySkipScheme(ref ReadOnlySpan<byte> value)
    {
        value = value.TrimStart(" \t\r\n"u8);
        var scheme = "Digest"u8;
        if (value.Length <= scheme.Length || !Ascii.EqualsIgnoreCase(value[..scheme.Length], scheme)) return false;
        if (!AuthParameterReader.IsWhiteSpace(value[scheme.Length])) return false;
        value = value[(scheme.Length + 1)..];
        return true;
    }

    private static bool TryUnescape(ref ReadOnlySpan<byte> text, ref Span<byte> scratch)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            if (length == scratch.Length) return false;
            scratch[length++] = text[i];
        }
        text = scratch[..length];
        scratch = scratch[length..];
        return true;
    }

    private CredentialsRejection Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var parameter = NameOf(name);
        if ((_seen & parameter) != 0) return CredentialsRejection.DuplicateParameter;
        _seen |= parameter;
        switch (parameter)
        {
            case Seen.Username: Username = value; break;
            case Seen.Realm: Realm = value; break;
            case Seen.Nonce: Nonce = value; break;
            case Seen.Uri: Uri = value; break;
            case Seen.Response: Response = value; break;
            case Seen.Cnonce: Cnonce = value; break;
            case Seen.Opaque: Opaque = value; break;
            case Seen.Algorithm: return TakeAlgorithm(value);
            case Seen.Qop: return TakeQop(value);
            case Seen.NonceCount: return TakeNonceCount(value);
        }
        return CredentialsRejection.None;
    }

    private CredentialsRejection TakeAlgorithm(ReadOnlySpan<byte> value)
    {
        var known = DigestAlgorithms.TryParse(value, out var algorithm, out var isSession);
        (Algorithm, IsSession) = (algorithm, isSession);
        return known ? CredentialsRejection.None : CredentialsRejection.UnknownAlgorithm;
    }

    private CredentialsRejection TakeQop(ReadOnlySpan<byte> value)
    {
        QopText = value;
        Qop = Ascii.EqualsIgnoreCase(value, "auth"u8) ? DigestQop.Auth
            : Ascii.EqualsIgnoreCase(value, "auth-int"u8) ? DigestQop.AuthInt : DigestQop.None;
        return Qop == DigestQop.None ? CredentialsRejection.UnknownQop : CredentialsRejection.None;
    }

    private CredentialsRejection TakeNonceCount(ReadOnlySpan<byte> value)
    {
        NonceCountText = value;
        var read = Utf8Parser.TryParse(value, out uint count, out var length, 'x') && length == value.Length && length <= 8;
        NonceCount = count;
        return read && count > 0 ? CredentialsRejection.None : CredentialsRejection.BadNonceCount;
    }

    private CredentialsRejection Complete()
    {
        const Seen Always = Seen.Username | Seen.Realm | Seen.Nonce | Seen.Uri | Seen.Response;
        var needed = Always;
        if (Qop != DigestQop.None) needed |= Seen.Cnonce | Seen.NonceCount;
        if (IsSession) needed |= Seen.Cnonce;
        if ((_seen & needed) != needed) return CredentialsRejection.MissingParameter;
        if (Qop == DigestQop.None) NonceCount = 1;
        var isHex = Response.Length == Algorithm.HexLength() && !Response.ContainsAnyExcept(HexDigits.Either);
        return isHex ? CredentialsRejection.None : CredentialsRejection.BadResponse;
    }

    // Length and first letter leave one candidate.
    private static Seen NameOf(ReadOnlySpan<byte> name) => (name.Length, name[0] | 0x20) switch
    {
        (2, 'n') => If(name, "nc"u8, Seen.NonceCount),
        (3, 'u') => If(name, "uri"u8, Seen.Uri),
        (3, 'q') => If(name, "qop"u8, Seen.Qop),
        (5, 'r') => If(name, "realm"u8, Seen.Realm),
        (5, 'n') => If(name, "nonce"u8, Seen.Nonce),
        (6, 'c') => If(name, "cnonce"u8, Seen.Cnonce),
        (6, 'o') => If(name, "opaque"u8, Seen.Opaque),
        (8, 'u') => If(name, "username"u8, Seen.Username),
        (8, 'r') => If(name, "response"u8, Seen.Response),
        (9, 'a') => If(name, "algorithm"u8, Seen.Algorithm),
        _ => Seen.Nothing,
    };

    private static Seen If(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected, Seen parameter) =>
        Ascii.EqualsIgnoreCase(name, expected) ? parameter : Seen.Nothing;

    [Flags]
    private enum Seen : ushort
    {
        Nothing = 0,
        Username = 1,
        Realm = 2,
        Nonce = 4,
        Uri = 8,
        Response = 16,
        Cnonce = 32,
        Opaque = 64,
        Algorithm = 128,
        Qop = 256,
        NonceCount = 512,
    }
}

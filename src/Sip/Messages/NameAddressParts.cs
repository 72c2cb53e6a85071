using System.Buffers;

namespace Tandem.Sip.Messages;

/// <summary>Where the parts of a name-addr or addr-spec with parameters are in its text. RFC 3261 §20.10, §25.1.</summary>
internal readonly record struct NameAddressParts
{
    private static readonly SearchValues<byte> NeverInUri = SearchValues.Create(" \t\r\n\"<>"u8);

    public Slice DisplayName { get; private init; }
    public Slice Uri { get; private init; }
    public Slice Parameters { get; private init; }

    /// <summary>Reads an address. The parameters are found but not read.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out NameAddressParts parts)
    {
        parts = default;
        var start = Grammar.SkipLws(text, 0);
        if (start == text.Length) return false;
        if (text[start] == '"')
        {
            var close = Grammar.ClosingQuote(text, start);
            if (close < 0) return false;
            var open = Grammar.SkipLws(text, close + 1);
            return open < text.Length && text[open] == '<'
                && TryReadBracketed(text, Slice.Between(start + 1, close), open, out parts);
        }
        // Without a semicolon or quote before it, what precedes "<" is a display name of tokens. That it may hold other
        // characters, a comma in From for one, is RFC 4475 §3.1.2.15's advice to be generous.
        var next = text[start..].IndexOfAny((byte)'<', (byte)';', (byte)'"');
        return next >= 0 && text[start + next] == '<'
            ? TryReadBracketed(text, Slice.Between(start, Grammar.TrimEnd(text, start, start + next)), start + next, out parts)
            : TryReadBare(text, start, next < 0 ? text.Length : start + next, out parts);
    }

    // name-addr = [ display-name ] LAQUOT addr-spec RAQUOT. Spaces within the brackets are forgiven (RFC 4475 §3.1.2.14).
    private static bool TryReadBracketed(ReadOnlySpan<byte> text, Slice displayName, int open, out NameAddressParts parts)
    {
        parts = default;
        var length = text[open..].IndexOf((byte)'>');
        if (length < 0) return false;
        var close = open + length;
        var start = Grammar.SkipLws(text[..close], open + 1);
        var uri = Slice.Between(start, Grammar.TrimEnd(text, start, close));
        var after = Grammar.SkipLws(text, close + 1);
        if (after < text.Length && text[after] != ';') return false;
        parts = new NameAddressParts { DisplayName = displayName, Uri = uri, Parameters = Slice.Between(after, text.Length) };
        return IsUri(uri.Of(text));
    }

    // Without brackets a semicolon begins the header field's parameters, and comma and question mark must not occur (§20.10).
    private static bool TryReadBare(ReadOnlySpan<byte> text, int start, int end, out NameAddressParts parts)
    {
        var uri = Slice.Between(start, Grammar.TrimEnd(text, start, end));
        parts = new NameAddressParts { Uri = uri, Parameters = Slice.Between(end, text.Length) };
        var spoken = uri.Of(text);
        return !spoken.ContainsAny((byte)',', (byte)'?') && IsUri(spoken) && (end == text.Length || text[end] == ';');
    }

    private static bool IsUri(ReadOnlySpan<byte> uri) =>
        !uri.ContainsAny(NeverInUri) && SipUri.SchemeLength(uri) > 0;
}

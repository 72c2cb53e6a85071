using System.Buffers;

namespace Tandem.Sip.Digest;

/// <summary>
/// Walks the list  auth-param *(COMMA auth-param)  with  auth-param = name EQUAL ( token / quoted-string )  of RFC 3261
/// §25.1. More is let through than the grammar has, as phones need it: empty list elements and unquoted values with
/// separators in them (uri=sip:example.com).
/// </summary>
internal ref struct AuthParameterReader(ReadOnlySpan<byte> list)
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(ControlBytes());
    private static readonly SearchValues<byte> QuotedStops = SearchValues.Create([.. ControlBytes(), (byte)'"', (byte)'\\']);
    private static readonly SearchValues<byte> TokenEnds =
        SearchValues.Create([.. ControlBytes(), (byte)'\t', (byte)' ', (byte)',', (byte)'"']);

    private ReadOnlySpan<byte> _rest = list;

    /// <summary>The parameter's name as written.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The value without its quotes; escapes are still in it.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when the value holds a quoted-pair.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>True when the walk ended at something that is no parameter.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next parameter; false at the end or where the list is malformed.</summary>
    public bool MoveNext()
    {
        SkipSeparators();
        if (_rest.IsEmpty) return false;
        if (ReadName() && ReadValue() && AtSeparator()) return true;
        IsMalformed = true;
        return false;
    }

    /// <summary>SP, HTAB, and CR and LF of a folded line.</summary>
    public static bool IsWhiteSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    // All but HTAB.
    private static byte[] ControlBytes() =>
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b).Where(b => b != '\t'), 0x7F];

    private void SkipSeparators()
    {
        var i = 0;
        while (i < _rest.Length && (_rest[i] == ',' || IsWhiteSpace(_rest[i]))) i++;
        _rest = _rest[i..];
    }

    private void SkipWhiteSpace()
    {
        var i = 0;
        while (i < _rest.Length && IsWhiteSpace(_rest[i])) i++;
        _rest = _rest[i..];
    }

    // The separator itself stays, for SkipSeparators.
    private bool AtSeparator()
    {
        SkipWhiteSpace();
        return _rest.IsEmpty || _rest[0] == ',';
    }

    private bool ReadName()
    {
        var end = _rest.IndexOfAny((byte)'=', (byte)',', (byte)'"');
        if (end <= 0 || _rest[end] != '=') return false;
        Name = _rest[..end].TrimEnd(" \t\r\n"u8);
        _rest = _rest[(end + 1)..];
        SkipWhiteSpace();
        return !Name.IsEmpty && !Name.ContainsAny(" \t\r\n"u8);
    }

    private bool ReadValue()
    {
        HasEscapes = false;
        return !_rest.IsEmpty && (_rest[0] == '"' ? ReadQuoted() : ReadToken());
    }

    private bool ReadToken()
    {
        var end = _rest.IndexOfAny(TokenEnds);
        if (end < 0) end = _rest.Length;
        else if (_rest[end] != ',' && !IsWhiteSpace(_rest[end])) return false;
        Value = _rest[..end];
        _rest = _rest[end..];
        return end > 0;
    }

    // Control characters are in no name or nonce, and a value without them can stand in a log line.
    private bool ReadQuoted()
    {
        var text = _rest[1..];
        var end = text.IndexOfAny(QuotedStops);
        while (end >= 0 && text[end] == '\\')
        {
            // quoted-pair = "\" and any byte; what follows the backslash is neither an end nor an escape.
            HasEscapes = true;
            if (end + 1 >= text.Length || Controls.Contains(text[end + 1])) return false;
            var next = text[(end + 2)..].IndexOfAny(QuotedStops);
            end = next < 0 ? next : end + 2 + next;
        }
        if (end < 0 || text[end] != '"') return false;
        Value = text[..end];
        _rest = text[(end + 1)..];
        return true;
    }
}

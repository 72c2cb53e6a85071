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

    private readonly ReadOnlySpan<byte> _list = list;
    private int _position;

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
        if (_position == _list.Length) return false;
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
        var i = _position;
        while (i < _list.Length && (_list[i] == ',' || IsWhiteSpace(_list[i]))) i++;
        _position = i;
    }

    private void SkipWhiteSpace()
    {
        var i = _position;
        while (i < _list.Length && IsWhiteSpace(_list[i])) i++;
        _position = i;
    }

    private readonly bool IsAt(char separator) => _position < _list.Length && _list[_position] == separator;

    // The separator itself stays, for SkipSeparators.
    private bool AtSeparator()
    {
        SkipWhiteSpace();
        return _position == _list.Length || IsAt(',');
    }

    private bool ReadName()
    {
        var start = _position;
        var i = start;
        while (i < _list.Length && !IsNameEnd(_list[i])) i++;
        Name = _list[start..i];
        _position = i;
        SkipWhiteSpace();
        if (Name.IsEmpty || !IsAt('=')) return false;
        _position++;
        SkipWhiteSpace();
        return true;
    }

    // Every letter lies above all of them.
    private static bool IsNameEnd(byte b) => b <= '=' && (b is (byte)'=' or (byte)',' or (byte)'"' || IsWhiteSpace(b));

    private bool ReadValue()
    {
        HasEscapes = false;
        return _position < _list.Length && (IsAt('"') ? ReadQuoted() : ReadToken());
    }

    private bool ReadToken()
    {
        var rest = _list[_position..];
        var end = rest.IndexOfAny(TokenEnds);
        if (end < 0) end = rest.Length;
        else if (rest[end] != ',' && !IsWhiteSpace(rest[end])) return false;
        Value = rest[..end];
        _position += end;
        return end > 0;
    }

    // Control characters are in no name or nonce, and a value without them can stand in a log line.
    private bool ReadQuoted()
    {
        var text = _list[(_position + 1)..];
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
        _position += end + 2;
        return true;
    }
}

namespace Tandem.Sip.Messages;

/// <summary>
/// Walks the parameters of a header field or a URI in their order: *( SEMI name [ EQUAL value ] ), RFC 3261 §25.1
/// generic-param, with white space wherever the grammar allows it.
/// </summary>
public ref struct ParameterEnumerator
{
    private readonly ReadOnlySpan<byte> _text;
    private int _position;
    private int _semicolon;
    private Slice _name;
    private Slice _value;

    /// <summary>Starts before the first parameter.</summary>
    /// <param name="parameters">The text from the first semicolon on, or nothing.</param>
    public ParameterEnumerator(ReadOnlySpan<byte> parameters) : this(parameters, 0)
    {
    }

    /// <summary>Starts before the first parameter at or after an index of a longer text.</summary>
    internal ParameterEnumerator(ReadOnlySpan<byte> text, int position)
    {
        _text = text;
        _position = position;
    }

    /// <summary>True once something is found that is no parameter; the walk ends there.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>The parameter's name.</summary>
    public readonly ReadOnlySpan<byte> Name => _name.Of(_text);

    /// <summary>The value; of a quoted one what is between the quotes, escapes untouched. Empty when there is none.</summary>
    public readonly ReadOnlySpan<byte> Value => _value.Of(_text);

    /// <summary>True when an equals sign follows the name.</summary>
    public bool HasValue { get; private set; }

    /// <summary>The parameter from its semicolon to the end of its value.</summary>
    internal readonly Slice Whole => Slice.Between(_semicolon, _position);

    /// <summary>Where the value is.</summary>
    internal readonly Slice ValueSlice => _value;

    /// <summary>The enumerator itself, for foreach.</summary>
    public readonly ParameterEnumerator GetEnumerator() => this;

    /// <summary>The parameter the walk stands on.</summary>
    public readonly Parameter Current => new(Name, Value, HasValue);

    /// <summary>Goes to the next parameter; false at the end and at what is no parameter.</summary>
    public bool MoveNext()
    {
        var semicolon = Grammar.SkipLws(_text, _position);
        if (semicolon == _text.Length || IsMalformed) return false;
        if (_text[semicolon] != ';') return Malformed();
        var nameStart = Grammar.SkipLws(_text, semicolon + 1);
        var nameEnd = NameEnd(nameStart);
        if (nameEnd == nameStart) return Malformed();
        _semicolon = semicolon;
        _name = Slice.Between(nameStart, nameEnd);
        _value = default;
        _position = nameEnd;
        var equals = Grammar.SkipLws(_text, nameEnd);
        HasValue = equals < _text.Length && _text[equals] == '=';
        return !HasValue || ReadValue(Grammar.SkipLws(_text, equals + 1)) || Malformed();
    }

    // A URI's parameter names have more characters than a token's, among them brackets and slashes.
    private readonly int NameEnd(int start)
    {
        var end = start;
        while (end < _text.Length && !IsNameEnd(_text[end])) end++;
        return end;
    }

    private static bool IsNameEnd(byte b) => b is (byte)'=' or (byte)';' or (byte)',' or (byte)' ' or (byte)'\t' or (byte)'\r'
        or (byte)'\n' or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'@';

    private bool ReadValue(int start)
    {
        if (start < _text.Length && _text[start] == '"')
        {
            var close = Grammar.ClosingQuote(_text, start);
            if (close < 0) return false;
            _value = Slice.Between(start + 1, close);
            _position = close + 1;
            return true;
        }
        var length = _text[start..].IndexOfAny(Parameters.ValueEnds);
        _position = length < 0 ? _text.Length : start + length;
        _value = Slice.Between(start, _position);
        return true;
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}

namespace Tandem.Sip.Messages;

/// <summary>
/// The values of a header field that is a list: those of every line of its name, in order, each line split at the commas
/// that are neither in quotes nor in angle brackets. Empty ones are left out. RFC 3261 §7.3.1.
/// </summary>
public ref struct HeaderValues
{
    private readonly SipMessage _message;
    private readonly HeaderName _name;
    private int _line;
    private ReadOnlySpan<byte> _rest;

    internal HeaderValues(SipMessage message, HeaderName name, int firstLine)
    {
        _message = message;
        _name = name;
        _line = firstLine;
    }

    /// <summary>The value the walk stands on, without white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>The enumerator itself, for foreach.</summary>
    public readonly HeaderValues GetEnumerator() => this;

    /// <summary>Goes to the next value; false at the end.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            if (_rest.IsEmpty && !NextLine()) return false;
            var end = ItemEnd(_rest);
            Current = Trim(_rest[..end]);
            _rest = end < _rest.Length ? _rest[(end + 1)..] : [];
            if (!Current.IsEmpty) return true;
        }
    }

    /// <summary>How many values are left.</summary>
    public readonly int Count()
    {
        var walk = this;
        var count = 0;
        while (walk.MoveNext()) count++;
        return count;
    }

    /// <summary>The index of the comma that ends the first value of a list, or the text's length.</summary>
    internal static int ItemEnd(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (true)
        {
            var next = text[position..].IndexOfAny((byte)',', (byte)'"', (byte)'<');
            if (next < 0) return text.Length;
            position += next;
            if (text[position] == ',') return position;
            // What is opened and never closed takes the rest of the line, so that no part of it is read as a value.
            var close = text[position] == '"' ? Grammar.ClosingQuote(text, position) : ClosingBracket(text, position);
            if (close < 0) return text.Length;
            position = close + 1;
        }
    }

    private static int ClosingBracket(ReadOnlySpan<byte> text, int open)
    {
        var length = text[open..].IndexOf((byte)'>');
        return length < 0 ? -1 : open + length;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> item)
    {
        var start = Grammar.SkipLws(item, 0);
        return item[start..Grammar.TrimEnd(item, start, item.Length)];
    }

    private bool NextLine()
    {
        for (; _line < _message.HeaderCount; _line++)
        {
            if (_message.NameAt(_line) != _name) continue;
            _rest = _message.ValueAt(_line++);
            if (!_rest.IsEmpty) return true;
        }
        return false;
    }
}

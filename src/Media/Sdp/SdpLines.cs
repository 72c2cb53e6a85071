using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>
/// Walks over the lines of a body: line = type "=" value CRLF (RFC 8866 §9). A bare LF ends a line too (§5), so does the end of
/// the body; an empty line is shown as one without a type.
/// </summary>
/// <remarks>
/// A CR that ends no line and a NUL are refused: a peer that read them as the end of a line would find lines in the body that
/// were never looked at here.
/// </remarks>
internal ref struct SdpLines(ReadOnlySpan<byte> body)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private int _next;

    /// <summary>The letter before the equals sign; 0 for an empty line.</summary>
    public byte Type { get; private set; }

    /// <summary>What follows the equals sign, without the line end.</summary>
    public Slice Value { get; private set; }

    /// <summary>The whole line with its end.</summary>
    public Slice Line { get; private set; }

    /// <summary>True when the walk ended at something that is no line.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Goes to the next line; false at the end and at something that is none.</summary>
    public bool MoveNext()
    {
        if (_next >= _body.Length || IsBroken) return false;
        var start = _next;
        var end = EndOfText(start);
        if (end < 0) return Break();
        Line = Slice.Between(start, _next);
        if (end == start)
        {
            Type = 0;
            Value = Slice.Between(end, end);
            return true;
        }
        if (end - start < 2 || _body[start + 1] != '=' || _body[start] is < (byte)'a' or > (byte)'z') return Break();
        Type = _body[start];
        Value = Slice.Between(start + 2, end);
        return true;
    }

    private int EndOfText(int start)
    {
        var length = _body[start..].IndexOfAny((byte)'\n', (byte)'\r', (byte)0);
        if (length < 0) return _next = _body.Length;
        var end = start + length;
        var isCrLf = _body[end] == '\r' && end + 1 < _body.Length && _body[end + 1] == '\n';
        if (_body[end] != '\n' && !isCrLf) return -1;
        _next = end + (isCrLf ? 2 : 1);
        return end;
    }

    private bool Break()
    {
        IsBroken = true;
        return false;
    }
}

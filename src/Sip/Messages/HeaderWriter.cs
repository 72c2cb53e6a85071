using System.Buffers.Text;

namespace Tandem.Sip.Messages;

/// <summary>
/// Writes header fields in place: message-header = field-name ": " field-value CRLF. What both writers of messages share.
/// A text that would not fit sets <see cref="Overflowed"/> and ends all writing, so that nothing is ever sent cut short.
/// </summary>
internal ref struct HeaderWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;

    public bool Overflowed { get; private set; }

    public void Header(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        BeginHeader(name);
        Append(value);
        EndHeader();
    }

    public void Header(scoped ReadOnlySpan<byte> name, long value)
    {
        BeginHeader(name);
        Append(value);
        EndHeader();
    }

    public void BeginHeader(scoped ReadOnlySpan<byte> name)
    {
        Raw(name);
        Raw(": "u8);
    }

    public void EndHeader() => Raw("\r\n"u8);

    /// <summary>
    /// Writes a text on one line. A CR or LF in it, of a fold that is repeated or of anything else, becomes a space: no value
    /// can add a header field of its own.
    /// </summary>
    public void Append(scoped ReadOnlySpan<byte> text)
    {
        for (var end = text.IndexOfAny((byte)'\r', (byte)'\n'); end >= 0; end = text.IndexOfAny((byte)'\r', (byte)'\n'))
        {
            Raw(text[..end]);
            Raw(" "u8);
            text = text[(end + 1)..];
        }
        Raw(text);
    }

    /// <summary>Writes a value of a request: as it is, unless one of the request's header fields is folded.</summary>
    public void Repeat(SipMessage request, scoped ReadOnlySpan<byte> value)
    {
        if (request.HasFolds) Append(value);
        else Raw(value);
    }

    public void Append(long number)
    {
        if (!Overflowed && Utf8Formatter.TryFormat(number, _buffer[_length..], out var written)) _length += written;
        else Overflowed = true;
    }

    /// <summary>Writes a quoted-string: quotes around the text, a backslash before each quote and backslash in it.</summary>
    public void AppendQuoted(scoped ReadOnlySpan<byte> text)
    {
        Raw("\""u8);
        for (var next = text.IndexOfAny((byte)'"', (byte)'\\'); next >= 0; next = text.IndexOfAny((byte)'"', (byte)'\\'))
        {
            Append(text[..next]);
            Raw("\\"u8);
            Raw(text.Slice(next, 1));
            text = text[(next + 1)..];
        }
        Append(text);
        Raw("\""u8);
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (Overflowed || bytes.Length > _buffer.Length - _length)
        {
            Overflowed = true;
            return;
        }
        bytes.CopyTo(_buffer[_length..]);
        _length += bytes.Length;
    }

    /// <summary>Ends the message with a body, or none; returns its length, 0 when it did not fit.</summary>
    public int End(scoped ReadOnlySpan<byte> contentType, scoped ReadOnlySpan<byte> body)
    {
        if (contentType.IsEmpty && body.IsEmpty)
        {
            Raw("Content-Length: 0\r\n\r\n"u8);
            return Overflowed ? 0 : _length;
        }
        if (!contentType.IsEmpty) Header("Content-Type"u8, contentType);
        Header("Content-Length"u8, body.Length);
        EndHeader();
        Raw(body);
        return Overflowed ? 0 : _length;
    }
}

namespace Tandem.Sip.Messages;

/// <summary>
/// Writes a request in place: Request-Line *message-header CRLF [ message-body ]. RFC 3261 §7.1. All header fields but
/// Content-Type and Content-Length are the caller's.
/// </summary>
/// <param name="buffer">Where the request is written.</param>
public ref struct RequestWriter(Span<byte> buffer)
{
    private HeaderWriter _out = new(buffer);

    /// <summary>True once something did not fit; <see cref="End()"/> then returns 0.</summary>
    public readonly bool Overflowed => _out.Overflowed;

    /// <summary>Writes the request line: Method SP Request-URI SP SIP-Version CRLF.</summary>
    public void Begin(scoped ReadOnlySpan<byte> method, scoped ReadOnlySpan<byte> requestUri)
    {
        _out.Append(method);
        _out.Raw(" "u8);
        _out.Append(requestUri);
        _out.Raw(" SIP/2.0\r\n"u8);
    }

    /// <summary>Writes a header field.</summary>
    public void Header(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) => _out.Header(name, value);

    /// <summary>Writes a header field whose value is a number.</summary>
    public void Header(scoped ReadOnlySpan<byte> name, long value) => _out.Header(name, value);

    /// <summary>Begins a header field whose value is written in pieces.</summary>
    public void BeginHeader(scoped ReadOnlySpan<byte> name) => _out.BeginHeader(name);

    /// <summary>Writes a piece of a value; CR and LF in it become spaces.</summary>
    public void Append(scoped ReadOnlySpan<byte> text) => _out.Append(text);

    /// <summary>Writes a number as a piece of a value.</summary>
    public void Append(long number) => _out.Append(number);

    /// <summary>Writes a quoted-string as a piece of a value, with its quotes and backslashes escaped.</summary>
    public void AppendQuoted(scoped ReadOnlySpan<byte> text) => _out.AppendQuoted(text);

    /// <summary>Ends the header field begun last.</summary>
    public void EndHeader() => _out.EndHeader();

    /// <summary>Ends the request without a body; returns its length, 0 when it did not fit.</summary>
    public int End() => _out.End([], []);

    /// <summary>Ends the request with a body; returns its length, 0 when it did not fit.</summary>
    public int End(scoped ReadOnlySpan<byte> contentType, scoped ReadOnlySpan<byte> body) => _out.End(contentType, body);
}

using Tandem.Sip.Flows;

namespace Tandem.Sip.Messages;

/// <summary>
/// Writes a response in place: Status-Line *message-header CRLF [ message-body ]. It begins with what every response repeats
/// of its request (RFC 3261 §8.2.6.2): Via, From, To, Call-ID, CSeq. Fields that a malformed request lacks are left out.
/// </summary>
public ref struct ResponseWriter
{
    private HeaderWriter _out;

    /// <summary>Begins the response.</summary>
    /// <param name="buffer">Where the response is written; not the request's own buffer.</param>
    /// <param name="request">The request, whose <see cref="SipMessage.CanBeAnswered"/> is true.</param>
    /// <param name="flow">What the request came in on; its remote address goes into the topmost Via.</param>
    /// <param name="status">The status code, 100–699.</param>
    /// <param name="phrase">The reason phrase.</param>
    /// <param name="toTag">The tag for To where the request has none; empty for none, as in a 100 (§8.2.6.2).</param>
    public ResponseWriter(
        Span<byte> buffer,
        SipMessage request,
        scoped in Flow flow,
        int status,
        scoped ReadOnlySpan<byte> phrase,
        scoped ReadOnlySpan<byte> toTag)
    {
        _out = new HeaderWriter(buffer);
        _out.Raw("SIP/2.0 "u8);
        _out.Append(status);
        _out.Raw(" "u8);
        _out.Append(phrase);
        _out.EndHeader();
        AnsweredVia.Write(ref _out, request, in flow);
        Repeat(request, HeaderName.From, "From: "u8);
        WriteTo(request, toTag);
        Repeat(request, HeaderName.CallId, "Call-ID: "u8);
        Repeat(request, HeaderName.CSeq, "CSeq: "u8);
    }

    /// <summary>True once something did not fit; <see cref="End()"/> then returns 0.</summary>
    public readonly bool Overflowed => _out.Overflowed;

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

    /// <summary>Ends the response without a body; returns its length, 0 when it did not fit.</summary>
    public int End() => _out.End([], []);

    /// <summary>Ends the response with a body; returns its length, 0 when it did not fit.</summary>
    public int End(scoped ReadOnlySpan<byte> contentType, scoped ReadOnlySpan<byte> body) => _out.End(contentType, body);

    private void WriteTo(SipMessage request, scoped ReadOnlySpan<byte> toTag)
    {
        if (!request.Has(HeaderName.To)) return;
        _out.Raw("To: "u8);
        _out.Repeat(request, request.First(HeaderName.To));
        if (request.ToTag.IsEmpty && !toTag.IsEmpty)
        {
            _out.Raw(";tag="u8);
            _out.Append(toTag);
        }
        _out.EndHeader();
    }

    private void Repeat(SipMessage request, HeaderName name, scoped ReadOnlySpan<byte> label)
    {
        if (!request.Has(name)) return;
        _out.Raw(label);
        _out.Repeat(request, request.First(name));
        _out.EndHeader();
    }
}

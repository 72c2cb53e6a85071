namespace Tandem.Sip.Messages;

/// <summary>
/// A request or response: the buffer it came in and where its parts are. One object is read into message after message and
/// allocates nothing after its construction; what it hands out is valid until the buffer changes. RFC 3261 §7.
/// </summary>
/// <remarks>
/// What <see cref="SipParser"/> checked of an accepted message is always there: start line, Via, From, To, Call-ID, CSeq.
/// Of a refused message any of these may be empty; <see cref="CanBeAnswered"/> says whether an answer can be written.
/// </remarks>
public sealed class SipMessage
{
    /// <summary>The most header field lines a message can have, whatever the limits allow.</summary>
    public const int HeaderCapacity = 250;

    private readonly HeaderLine[] _headers = new HeaderLine[HeaderCapacity];

    // Per known name one plus the index of its first line, 0 when absent.
    private readonly byte[] _firstLines = new byte[HeaderNames.Count];

    private byte[] _buffer = [];
    private Slice _whole;
    private Slice _method;
    private Slice _requestUri;
    private Slice _reasonPhrase;
    private Slice _body;
    private Slice _callId;
    private Slice _topVia;
    private ViaParts _viaParts;
    private NameAddressParts _from;
    private NameAddressParts _to;
    private Slice _fromTag;
    private Slice _toTag;

    /// <summary>True for a request, false for a response.</summary>
    public bool IsRequest { get; private set; }

    /// <summary>The method of the request line, or of the CSeq of a response.</summary>
    public SipMethod Method { get; private set; }

    /// <summary>The method as written, of the request line or of the CSeq.</summary>
    public ReadOnlySpan<byte> MethodName => Text(_method);

    /// <summary>The Request-URI; empty for a response.</summary>
    public ReadOnlySpan<byte> RequestUri => Text(_requestUri);

    /// <summary>The status code, 100–699; 0 for a request.</summary>
    public int StatusCode { get; private set; }

    /// <summary>The reason phrase; empty for a request.</summary>
    public ReadOnlySpan<byte> ReasonPhrase => Text(_reasonPhrase);

    /// <summary>The body: as many bytes as Content-Length says, or without one all that follow the header.</summary>
    public ReadOnlySpan<byte> Body => Text(_body);

    /// <summary>The whole message, without line ends before it and bytes after its body.</summary>
    public ReadOnlySpan<byte> Bytes => Text(_whole);

    /// <summary>The number of header field lines.</summary>
    public int HeaderCount { get; private set; }

    /// <summary>The Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => Text(_callId);

    /// <summary>The CSeq.</summary>
    public CSeq CSeq { get; private set; }

    /// <summary>The tag of From; empty when absent, as with senders of RFC 2543.</summary>
    public ReadOnlySpan<byte> FromTag => Text(_fromTag);

    /// <summary>The tag of To; empty when absent, as outside a dialog.</summary>
    public ReadOnlySpan<byte> ToTag => Text(_toTag);

    /// <summary>The topmost Via value.</summary>
    public Via TopVia => new(Text(_topVia), in _viaParts);

    /// <summary>The From header field.</summary>
    public NameAddress From => new(First(HeaderName.From), in _from);

    /// <summary>The To header field.</summary>
    public NameAddress To => new(First(HeaderName.To), in _to);

    /// <summary>
    /// True when a response can be written and routed: for a request other than ACK whose topmost Via could be read. Header
    /// fields that are missing are missing in the answer too (RFC 4475 §3.3.1).
    /// </summary>
    public bool CanBeAnswered => IsRequest && Method != SipMethod.Ack && _topVia.Length > 0;

    /// <summary>True when a header field goes over several lines, so that there may be CR and LF in a value.</summary>
    internal bool HasFolds { get; set; }

    /// <summary>The length of the topmost Via value, with which its header line's value begins.</summary>
    internal int TopViaLength => _topVia.Length;

    /// <summary>The topmost Via value as written.</summary>
    internal ReadOnlySpan<byte> TopViaText => Text(_topVia);

    /// <summary>Where its parts are in <see cref="TopViaText"/>: what <see cref="TopVia"/> takes a copy of.</summary>
    internal ref readonly ViaParts TopViaParts => ref _viaParts;

    /// <summary>The name of a header field line.</summary>
    public HeaderName NameAt(int i) => Line(i).Name;

    /// <summary>The name of a header field line as written.</summary>
    public ReadOnlySpan<byte> NameTextAt(int i) => Text(Line(i).NameText);

    /// <summary>The value of a header field line, without white space around it; folds are still in it.</summary>
    public ReadOnlySpan<byte> ValueAt(int i) => Text(Line(i).Value);

    /// <summary>True when there is a line of this name.</summary>
    public bool Has(HeaderName name) => _firstLines[(int)name] != 0;

    /// <summary>The value of the first line of a name; empty when there is none.</summary>
    public ReadOnlySpan<byte> First(HeaderName name) => Has(name) ? ValueAt(_firstLines[(int)name] - 1) : [];

    /// <summary>
    /// The values of a header field that is a comma-separated list, over all its lines. Not for the Authorization family, whose
    /// commas separate parameters: read those line by line.
    /// </summary>
    public HeaderValues Values(HeaderName name) => new(this, name, Has(name) ? _firstLines[(int)name] - 1 : HeaderCount);

    /// <summary>Forgets the message before and takes the bytes of the next.</summary>
    internal void Begin(byte[] buffer, Slice whole)
    {
        Array.Clear(_firstLines);
        _buffer = buffer;
        _whole = whole;
        _method = _requestUri = _reasonPhrase = _body = _callId = _topVia = _fromTag = _toTag = default;
        _viaParts = default;
        _from = _to = default;
        HeaderCount = 0;
        StatusCode = 0;
        CSeq = default;
        Method = SipMethod.Unknown;
        IsRequest = false;
        HasFolds = false;
    }

    internal void SetRequestLine(Slice method, Slice uri)
    {
        IsRequest = true;
        _method = method;
        _requestUri = uri;
        Method = SipMethods.Of(MethodName);
    }

    internal void SetStatusLine(int code, Slice reasonPhrase)
    {
        StatusCode = code;
        _reasonPhrase = reasonPhrase;
    }

    /// <summary>Adds a header field line; true when it is the first of its name.</summary>
    internal bool AddLine(HeaderName name, Slice nameText, Slice value)
    {
        _headers[HeaderCount++] = new HeaderLine(name, nameText, value);
        if (name == HeaderName.Other || _firstLines[(int)name] != 0) return name == HeaderName.Other;
        _firstLines[(int)name] = (byte)HeaderCount;
        return true;
    }

    internal void SetCallId() => _callId = FirstLine(HeaderName.CallId);

    internal void SetTopVia(int length, in ViaParts parts)
    {
        _topVia = FirstLine(HeaderName.Via) with { Length = length };
        _viaParts = parts;
    }

    internal void SetFrom(in NameAddressParts parts, Slice tag)
    {
        _from = parts;
        _fromTag = Within(HeaderName.From, tag);
    }

    internal void SetTo(in NameAddressParts parts, Slice tag)
    {
        _to = parts;
        _toTag = Within(HeaderName.To, tag);
    }

    internal void SetCSeq(uint number, Slice methodInValue)
    {
        var name = Within(HeaderName.CSeq, methodInValue);
        CSeq = new CSeq(number, SipMethods.Of(Text(name)));
        if (IsRequest) return;
        _method = name;
        Method = CSeq.Method;
    }

    internal void SetBody(Slice body)
    {
        _body = body;
        _whole = Slice.Between(_whole.Offset, body.End);
    }

    private Slice FirstLine(HeaderName name) => _headers[_firstLines[(int)name] - 1].Value;

    private Slice Within(HeaderName name, Slice slice) =>
        slice.Length == 0 ? default : slice with { Offset = FirstLine(name).Offset + slice.Offset };

    private ref readonly HeaderLine Line(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)HeaderCount, nameof(i));
        return ref _headers[i];
    }

    private ReadOnlySpan<byte> Text(Slice slice) => new(_buffer, slice.Offset, slice.Length);
}

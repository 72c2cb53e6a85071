using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>What <see cref="RelayRewrite"/> knows while it goes over the lines of a body.</summary>
internal ref struct SdpRewriter
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly SessionDescription _parsed;
    private readonly SdpOrigin _origin;
    private readonly IpEndpoint _relay;
    private readonly ReadOnlySpan<ushort> _ports;
    private readonly bool _anyRelayed;
    private SdpWriter _writer;
    private int _index = -1;
    private MissingConnection _missing;
    private bool _connectionDone;
    private bool _rtcpDone;

    public SdpRewriter(
        ReadOnlySpan<byte> body, SessionDescription parsed, in SdpOrigin origin, IpEndpoint relay, ReadOnlySpan<ushort> ports, Span<byte> to)
    {
        _body = body;
        _parsed = parsed;
        _origin = origin;
        _relay = relay;
        _ports = ports;
        _writer = new SdpWriter(to);
        for (var i = 0; i < parsed.MediaCount; i++) _anyRelayed |= IsRelayed(i);
    }

    /// <summary>A c= line that a stream needs of its own and does not have.</summary>
    private enum MissingConnection : byte
    {
        None,
        Relays,
        Sessions,
    }

    public void Line(byte type, Slice value, Slice line)
    {
        if (type == 'm') BeginStream(line);
        else if (type == 'o') WriteOrigin();
        else if (type == 'c') Connection(line);
        else if (type == 'a') Attribute(value, line);
        else Copy(type, line);
    }

    public int End()
    {
        WriteMissingConnection();
        return _writer.Length;
    }

    private readonly bool IsRelayed(int index) =>
        _relay != default && index < _ports.Length && _ports[index] != 0
        && _parsed.Media[index] is { Port: not 0, IsRelayable: true };

    private readonly bool IsClosed(int index) => _parsed.Media[index].Port == 0;

    // o= username SP sess-id SP sess-version SP nettype SP addrtype SP unicast-address
    private void WriteOrigin()
    {
        _writer.Raw("o=- "u8);
        _writer.Number(_origin.SessionId);
        _writer.Raw(" "u8);
        _writer.Number(_origin.Version);
        _writer.Raw(" "u8);
        _writer.Address(_origin.Address);
        _writer.LineEnd();
    }

    private void BeginStream(Slice line)
    {
        WriteMissingConnection();
        _index++;
        _connectionDone = false;
        _rtcpDone = false;
        ref readonly var media = ref _parsed.Media[_index];
        _missing = MissingOf(in media);
        if (!IsRelayed(_index))
        {
            _writer.Line(line.Of(_body));
            return;
        }
        // A count of ports goes with the port: a relayed stream has one pair.
        _writer.Raw(_body[line.Offset..media.PortText.Offset]);
        _writer.Number(_ports[_index]);
        _writer.Line(_body[media.PortText.End..line.End]);
    }

    // The session's address becomes ours when any stream is relayed, so one that is not must say the session's old one itself.
    private readonly MissingConnection MissingOf(in MediaDescription media)
    {
        if (media.Connection.IsPresent || media.Port == 0) return MissingConnection.None;
        if (IsRelayed(_index)) return _parsed.Connection.IsPresent ? MissingConnection.None : MissingConnection.Relays;
        return _anyRelayed && _parsed.Connection is { IsPresent: true, IsNull: false } ? MissingConnection.Sessions : MissingConnection.None;
    }

    // The line's place is behind m= and i= and before all others (RFC 8866 §5).
    private void WriteMissingConnection()
    {
        if (_missing == MissingConnection.Relays) WriteOurConnection();
        if (_missing == MissingConnection.Sessions)
        {
            _writer.Raw("c="u8);
            _writer.Raw(_parsed.ConnectionText.Of(_body));
            _writer.LineEnd();
        }
        _missing = MissingConnection.None;
    }

    private void Connection(Slice line)
    {
        var isOurs = _index < 0 ? _anyRelayed : IsRelayed(_index) || (_anyRelayed && IsClosed(_index));
        var isNull = _index < 0 ? _parsed.Connection.IsNull : _parsed.Media[_index].Connection.IsNull;
        if (!isOurs || isNull) _writer.Line(line.Of(_body));
        else if (!_connectionDone) WriteOurConnection();
        _connectionDone = true;
    }

    private void WriteOurConnection()
    {
        _writer.Raw("c="u8);
        _writer.Address(in _relay);
        _writer.LineEnd();
    }

    private void Attribute(Slice value, Slice line)
    {
        var (name, argument) = SdpAttribute.Split(_body, value);
        var isTouched = _index < 0 ? _anyRelayed : IsRelayed(_index) || (_anyRelayed && IsClosed(_index));
        if (!isTouched)
        {
            Copy((byte)'a', line);
        }
        else if (SdpNames.Is(name.Of(_body), "rtcp"u8) || SdpNames.Is(name.Of(_body), "rtcp-mux"u8))
        {
            WriteRtcp();
        }
        else if (!RelayedAttributes.IsLeftOut(name.Of(_body), argument.Of(_body)))
        {
            Copy((byte)'a', line);
        }
    }

    // Once for a stream, in the place of the first line that speaks of it; the address is that of c= (RFC 3605 §2.1).
    private void WriteRtcp()
    {
        if (_index < 0 || _rtcpDone || !IsRelayed(_index) || !_parsed.Media[_index].IsRtp) return;
        WriteMissingConnection();
        _writer.Raw("a=rtcp:"u8);
        _writer.Number(_ports[_index] + 1UL);
        _writer.LineEnd();
        _rtcpDone = true;
    }

    private void Copy(byte type, Slice line)
    {
        if (type != 'i') WriteMissingConnection();
        _writer.Line(line.Of(_body));
    }
}

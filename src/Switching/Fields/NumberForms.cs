using System.Collections.Immutable;
using System.Globalization;
using Tandem.Switching.Accounts;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Fields;

/// <summary>Numbers, prefixes, lengths and the rules that rewrite numbers or follow the clock.</summary>
internal static class NumberForms
{
    private const int MaxPrefixes = 1000;
    private const int LongestLength = 63;

    /// <summary>One number; "" = none.</summary>
    public static readonly TextForm<string> Number = PlainForms.Text(
        "a number of digits, letters and - _ . ~ + * #", NumberProblem);

    /// <summary>Prefixes that are served; none = all numbers.</summary>
    public static readonly TextForm<ImmutableArray<string>> Prefixes = new(FieldKind.List,
        "prefixes parted by commas, such as 86,0086; * or empty = all numbers",
        (string text, out ImmutableArray<string> prefixes) => ReadList(text, MaxPrefixes, ServedPrefix, out prefixes),
        prefixes => string.Join(',', prefixes.Select(Numbers.PairList.Star)));

    /// <summary>Prefixes that are allowed or denied.</summary>
    public static readonly TextForm<PrefixList> PrefixList = new(FieldKind.Text,
        "allow or deny and prefixes parted by commas, such as allow 86,1 or deny 900; without the word: allow; empty = any number",
        ReadPrefixList, list => list.Prefixes.IsEmpty ? "" : $"{Filters.Word(list.Allow)} {string.Join(',', list.Prefixes)}");

    /// <summary>Pairs of prefixes that are allowed or denied.</summary>
    public static readonly TextForm<PairList> Pairs = new(FieldKind.Text,
        "allow or deny and caller:callee prefixes parted by commas, such as deny 49:33,*:900; * = any number; without the word: allow; empty = any call",
        ReadPairs, list => list.Pairs.IsEmpty ? "" : $"{Filters.Word(list.Allow)} {string.Join(',', list.Pairs.Select(pair => $"{Numbers.PairList.Star(pair.Caller)}:{Numbers.PairList.Star(pair.Callee)}"))}");

    /// <summary>The lengths that a number may have.</summary>
    public static readonly TextForm<LengthSet> Lengths = new(FieldKind.Text,
        $"lengths and ranges of lengths, 1–{LongestLength}, such as 7,10-12; empty = any length", ReadLengths, PrintLengths);

    /// <summary>How numbers are rewritten.</summary>
    public static readonly TextForm<DialRules> DialRules = new(FieldKind.Text,
        "original:target parted by commas, such as 0:0049 or 0/E11:0049; ? is one character, * the rest, $ copies one; empty = unchanged",
        (string text, out DialRules rules) => Numbers.DialRules.TryParse(text, out rules, out var error) ? null : error, rules => rules.Text);

    /// <summary>What holds at times of the week.</summary>
    public static readonly TextForm<PeriodRules> Periods = new(FieldKind.Text,
        "periods parted by semicolons, such as Mon-Fri 08:00-18:00 lines=10 priority=5; Sat,Sun deny; empty = always",
        (string text, out PeriodRules rules) => PeriodRules.TryParse(text, out rules, out var error) ? null : error, rules => rules.Text);

    /// <summary>A list of numbers.</summary>
    public static TextForm<ImmutableArray<string>> NumberList(int most) => new(FieldKind.List, $"at most {most} numbers parted by commas",
        (string text, out ImmutableArray<string> numbers) => ReadList(text, most, number => (number, NumberProblem(number)), out numbers),
        numbers => string.Join(',', numbers));

    /// <summary>Null when the text can be a number, else a sentence that says what is allowed.</summary>
    public static string? NumberProblem(string text) =>
        NameRules.Problem(text) is null ? null
        : $"'{text}' is no number: it is made of at most {NameRules.MaxLength} digits, letters and - _ . ~ + * #.";

    /// <summary>A list parted by commas, each item read by a rule, each once.</summary>
    public static string? ReadList<T>(string text, int most, Func<string, (T Item, string? Problem)> read, out ImmutableArray<T> items)
    {
        var list = new List<T>();
        items = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (item, problem) = read(part);
            if (problem is not null) return problem;
            if (!list.Contains(item)) list.Add(item);
        }
        items = [.. list];
        return list.Count <= most ? null : $"At most {most} are allowed; these are {list.Count}.";
    }

    private static (string, string?) ServedPrefix(string text) => text == "*" ? ("", null) : (text, NumberProblem(text));

    private static string? ReadPrefixList(string text, out PrefixList list)
    {
        var allow = Filters.TakeWord(ref text);
        var problem = ReadList(text, MaxPrefixes, prefix => (prefix, NumberProblem(prefix)), out var prefixes);
        list = new PrefixList(prefixes, allow);
        return problem ?? (prefixes.IsEmpty ? "The prefixes are missing after the word." : null);
    }

    private static string? ReadPairs(string text, out PairList list)
    {
        var allow = Filters.TakeWord(ref text);
        var problem = ReadList(text, MaxPrefixes, ReadPair, out var pairs);
        list = new PairList(pairs, allow);
        return problem ?? (pairs.IsEmpty ? "The pairs are missing after the word." : null);
    }

    private static ((string, string), string?) ReadPair(string text)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length != 2) return (default, $"'{text}' is no pair: write caller:callee, such as 49:33.");
        var ((caller, callerProblem), (callee, calleeProblem)) = (ServedPrefix(parts[0]), ServedPrefix(parts[1]));
        return ((caller, callee), callerProblem ?? calleeProblem);
    }

    private static string? ReadLengths(string text, out LengthSet lengths)
    {
        ulong bits = 0;
        lengths = default;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !TryLength(ends[0], out var first) || !TryLength(ends[^1], out var last) || first > last)
            {
                return $"'{part}' is neither a length from 1 to {LongestLength} nor a range such as 10-12.";
            }
            for (var length = first; length <= last; length++) bits |= 1UL << length;
        }
        lengths = new LengthSet(bits);
        return null;
    }

    private static bool TryLength(string text, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is >= 1 and <= LongestLength;

    private static string PrintLengths(LengthSet lengths)
    {
        var ranges = new List<string>();
        for (var first = 1; lengths.Bits != 0 && first <= LongestLength; first++)
        {
            if (!lengths.Admits(first)) continue;
            var last = first;
            while (last < LongestLength && lengths.Admits(last + 1)) last++;
            ranges.Add(first == last ? $"{first}" : $"{first}-{last}");
            first = last;
        }
        return string.Join(',', ranges);
    }
}

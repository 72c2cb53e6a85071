using System.Collections.Immutable;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Fields;

/// <summary>Where calls are forwarded to: "1002,1003 ring=20 method=all".</summary>
internal static class ForwardForm
{
    private const int MaxNumbers = 8;
    private const int ShortestRing = 5;
    private const int LongestRing = 300;
    private const string RingOption = "ring=";
    private const string MethodOption = "method=";

    /// <summary>The form; "" = nowhere.</summary>
    public static readonly TextForm<ForwardTarget?> Form = new(FieldKind.Text,
        $"1–{MaxNumbers} numbers parted by commas, then ring=SECONDS ({ShortestRing}–{LongestRing}) and method=sequence|random|all, "
        + "such as 1002,1003 ring=20 method=all; empty = nowhere", Read, Print);

    /// <summary>The text of a target; "" for one without numbers.</summary>
    public static string Print(ForwardTarget? target)
    {
        if (target is null || target.Numbers.IsEmpty) return "";
        var ring = target.RingTime is { } seconds ? $" {RingOption}{seconds}" : "";
        var method = target.Method == ForwardMethod.Sequence ? "" : $" {MethodOption}{PlainForms.Word(target.Method)}";
        return $"{string.Join(',', target.Numbers)}{ring}{method}";
    }

    private static string? Read(string text, out ForwardTarget? target)
    {
        target = null;
        var method = ForwardMethod.Sequence;
        int? ring = null;
        var numbers = new List<string>();
        foreach (var word in text.Split([' ', '\t', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string? problem = null;
            if (word.StartsWith(RingOption, StringComparison.OrdinalIgnoreCase))
            {
                problem = PlainForms.ReadInteger(word[RingOption.Length..], ShortestRing, LongestRing, out var seconds);
                ring = seconds;
            }
            else if (word.StartsWith(MethodOption, StringComparison.OrdinalIgnoreCase))
            {
                problem = PlainForms.ReadWord(word[MethodOption.Length..], out method);
            }
            else
            {
                problem = NumberForms.NumberProblem(word);
                numbers.Add(word);
            }
            if (problem is not null) return problem;
        }
        if (numbers.Count is 0 or > MaxNumbers) return $"A forward needs 1 to {MaxNumbers} numbers; these are {numbers.Count}.";
        target = new ForwardTarget([.. numbers.Distinct()], method, ring);
        return null;
    }
}

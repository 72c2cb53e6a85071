using System.Globalization;
using System.Text.Json;
using Tandem.Switching.Accounts;

namespace Tandem.Switching.Fields;

/// <summary>Numbers, switches, words and free text.</summary>
internal static class PlainForms
{
    /// <summary>A note of the operator.</summary>
    public static readonly TextForm<string> Memo = new(FieldKind.Text, $"at most {FreeText.MaxMemo} characters", ReadMemo, memo => memo);

    /// <summary>yes or no.</summary>
    public static readonly TextForm<bool> Flag = new(FieldKind.Flag, "yes or no", ReadFlag, PrintFlag);

    /// <summary>yes, no, or as something else says.</summary>
    /// <param name="otherwise">What "" means.</param>
    public static TextForm<bool?> OptionalFlag(string otherwise) => new(FieldKind.Flag, $"yes or no; empty = {otherwise}",
        (string text, out bool? value) =>
        {
            var problem = ReadFlag(text, out var flag);
            value = flag;
            return problem;
        }, value => value is { } flag ? PrintFlag(flag) : "");

    /// <summary>A whole number.</summary>
    public static TextForm<int> Integer(int min, int max) => new(FieldKind.Number, $"{min}–{max}",
        (string text, out int value) => ReadInteger(text, min, max, out value), value => value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number, or none.</summary>
    /// <param name="min">The smallest.</param>
    /// <param name="max">The greatest.</param>
    /// <param name="otherwise">What "" means.</param>
    public static TextForm<int?> OptionalInteger(int min, int max, string otherwise) => new(FieldKind.Number, $"{min}–{max}; empty = {otherwise}",
        (string text, out int? value) =>
        {
            var problem = ReadInteger(text, min, max, out var number);
            value = number;
            return problem;
        }, value => value?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>One of the words of an enumeration.</summary>
    public static TextForm<T> Choice<T>() where T : struct, Enum => new(FieldKind.Text, Words<T>(), ReadWord, Word);

    /// <summary>One of the words of an enumeration, or as something else says.</summary>
    /// <param name="otherwise">What "" means.</param>
    public static TextForm<T?> OptionalChoice<T>(string otherwise) where T : struct, Enum => new(FieldKind.Text, $"{Words<T>()}; empty = {otherwise}",
        (string text, out T? value) =>
        {
            var problem = ReadWord<T>(text, out var word);
            value = word;
            return problem;
        }, value => value is { } word ? Word(word) : "");

    /// <summary>A short text that a rule checks.</summary>
    /// <param name="range">What may be written, for people.</param>
    /// <param name="problem">Says what is wrong with a text; null when it is good.</param>
    public static TextForm<string> Text(string range, Func<string, string?> problem) => new(FieldKind.Text, range,
        (string text, out string value) => problem(value = text), value => value);

    /// <summary>A whole number in a range: null and the number, or what is wrong.</summary>
    public static string? ReadInteger(string text, int min, int max, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= min && value <= max
            ? null
            : $"'{text}' is not a whole number from {min} to {max}.";

    /// <summary>The word of an enumeration's value: MustOn is must-on.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a word: null and the value, or what is wrong.</summary>
    public static string? ReadWord<T>(string text, out T value) where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (!Word(known).Equals(text, StringComparison.OrdinalIgnoreCase)) continue;
            value = known;
            return null;
        }
        value = default;
        return $"'{text}' is none of {Words<T>()}.";
    }

    private static string Words<T>() where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(Word));

    private static string? ReadFlag(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "yes" or "1" or "true" or "on";
        return value || text.ToLowerInvariant() is "no" or "0" or "false" or "off" ? null : $"'{text}' is neither yes nor no.";
    }

    private static string PrintFlag(bool value) => value ? "yes" : "no";

    private static string? ReadMemo(string text, out string memo)
    {
        var problems = new List<Problem>();
        memo = FreeText.Apply("", text, "memo", FreeText.MaxMemo, problems);
        return problems.Count > 0 ? problems[0].Message : null;
    }
}

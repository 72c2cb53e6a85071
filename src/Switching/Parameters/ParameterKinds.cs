using System.Globalization;
using Tandem.Sip.Digest;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Parameters;

/// <summary>A whole number in a range.</summary>
public sealed class IntegerParameter(int defaultValue, int min, int max) : ParameterDefinition<int>(defaultValue)
{
    /// <summary>The smallest value allowed.</summary>
    public int Min => min;

    /// <summary>The greatest value allowed.</summary>
    public int Max => max;

    /// <summary>What a value of 0 means when it is not simply a number, such as "no end"; it is allowed then even below the smallest.</summary>
    public string? Zero { get; init; }

    /// <inheritdoc/>
    public override string Range => Zero is null ? $"{min}–{max}" : $"{min}–{max} (0 = {Zero})";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out int value, out string error)
    {
        var good = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && (value >= min || value == 0 && Zero is not null) && value <= max;
        error = good ? "" : $"'{text}' is not a whole number from {min} to {max}{(min > 0 && Zero is not null ? ", or 0" : "")}{(Unit.Length > 0 ? $" ({Unit})" : "")}.";
        return good;
    }

    /// <inheritdoc/>
    protected override string Print(int value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A switch; the original writes some of them On and Off and some 1 and 0, so all are read.</summary>
public sealed class SwitchParameter(bool defaultValue) : ParameterDefinition<bool>(defaultValue)
{
    /// <inheritdoc/>
    public override string Range => "On or Off (1 or 0)";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out bool value, out string error)
    {
        value = text is "1" || text.Equals("on", StringComparison.OrdinalIgnoreCase);
        var good = value || text is "0" || text.Equals("off", StringComparison.OrdinalIgnoreCase);
        error = good ? "" : $"'{text}' is neither On (1) nor Off (0).";
        return good;
    }

    /// <inheritdoc/>
    protected override string Print(bool value) => value ? "On" : "Off";
}

/// <summary>One byte, written in hexadecimal as 0xa0 or as a number from 0 to 255.</summary>
public sealed class OctetParameter(byte defaultValue) : ParameterDefinition<byte>(defaultValue)
{
    /// <inheritdoc/>
    public override string Range => "0x00–0xff";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out byte value, out string error)
    {
        var good = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? byte.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        error = good ? "" : $"'{text}' is not a byte: {Range}, or 0–255.";
        return good;
    }

    /// <inheritdoc/>
    protected override string Print(byte value) => $"0x{value:x2}";
}

/// <summary>Text that a rule checks.</summary>
/// <param name="defaultValue">The value when nobody has set one.</param>
/// <param name="range">What may be set, for people.</param>
/// <param name="problem">Says what is wrong with a text; null when it is good.</param>
public sealed class TextParameter(string defaultValue, string range, Func<string, string?> problem) : ParameterDefinition<string>(defaultValue)
{
    /// <inheritdoc/>
    public override string Range => range;

    /// <inheritdoc/>
    protected override bool TryParse(string text, out string value, out string error)
    {
        value = text;
        error = problem(text) ?? "";
        return error.Length == 0;
    }

    /// <inheritdoc/>
    protected override string Print(string value) => value;
}

/// <summary>A list parted by commas, each item read by a rule.</summary>
/// <typeparam name="T">What an item is.</typeparam>
/// <param name="defaultValue">The value when nobody has set one.</param>
/// <param name="range">What may be set, for people.</param>
/// <param name="mayBeEmpty">Whether a list without items is a value.</param>
/// <param name="read">Reads one item: the item and null, or anything and what is wrong.</param>
/// <param name="print">The canonical text of one item.</param>
public sealed class ListParameter<T>(
    IReadOnlyList<T> defaultValue, string range, bool mayBeEmpty, Func<string, (T Item, string? Error)> read, Func<T, string> print)
    : ParameterDefinition<IReadOnlyList<T>>(defaultValue)
{
    /// <inheritdoc/>
    public override string Range => range;

    /// <inheritdoc/>
    protected override bool TryParse(string text, out IReadOnlyList<T> value, out string error)
    {
        var items = new List<T>();
        value = items;
        error = "";
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var (item, problem) = read(part);
            if (problem is not null)
            {
                error = problem;
                return false;
            }
            if (!items.Contains(item)) items.Add(item);
        }
        if (items.Count > 0 || mayBeEmpty) return true;
        error = $"the list needs at least one of: {range}.";
        return false;
    }

    /// <inheritdoc/>
    protected override string Print(IReadOnlyList<T> value) => string.Join(',', value.Select(print));
}

/// <summary>One of a few named values, each with the number the original writes.</summary>
/// <typeparam name="T">The enumeration whose numbers are the values.</typeparam>
public sealed class EnumParameter<T>(T defaultValue) : ParameterDefinition<T>(defaultValue) where T : struct, Enum
{
    /// <inheritdoc/>
    public override string Range => string.Join(", ", Enum.GetValues<T>().Select(v => $"{v:D} = {v}"));

    /// <inheritdoc/>
    protected override bool TryParse(string text, out T value, out string error)
    {
        var good = Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
        error = good ? "" : $"'{text}' is none of {Range}.";
        return good;
    }

    /// <inheritdoc/>
    protected override string Print(T value) => value.ToString("D");
}

using System.Globalization;

namespace Tandem.Switching.Parameters;

/// <summary>A whole number in a range, or None, which is held as 0.</summary>
public sealed class NoneOrIntegerParameter(int min, int max) : ParameterDefinition<int>(0)
{
    private const string None = "None";

    /// <inheritdoc/>
    public override string Range => $"{min}–{max}, or None";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out int value, out string error)
    {
        error = "";
        value = 0;
        if (text is "" or "0" or "-" || text.Equals(None, StringComparison.OrdinalIgnoreCase)) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max) return true;
        error = $"'{text}' is neither None nor a whole number from {min} to {max}{(Unit.Length > 0 ? $" ({Unit})" : "")}.";
        return false;
    }

    /// <inheritdoc/>
    protected override string Print(int value) => value == 0 ? None : value.ToString(CultureInfo.InvariantCulture);
}

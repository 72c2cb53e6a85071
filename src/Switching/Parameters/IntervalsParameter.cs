using System.Collections.Immutable;
using System.Globalization;

namespace Tandem.Switching.Parameters;

/// <summary>Growing intervals, written in seconds and parted by commas; the value has milliseconds.</summary>
/// <param name="min">The shortest interval allowed, in milliseconds.</param>
/// <param name="max">The longest.</param>
/// <param name="most">How many there may be.</param>
/// <param name="none">What no interval at all means.</param>
public sealed class IntervalsParameter(int min, int max, int most, string none) : ParameterDefinition<ImmutableArray<int>>([])
{
    /// <inheritdoc/>
    public override string Range => $"at most {most} growing intervals of {Seconds(min)}–{Seconds(max)} s parted by commas, such as 0.5,1,2,4; empty = {none}";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out ImmutableArray<int> value, out string error)
    {
        value = [];
        error = "";
        var intervals = new List<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!decimal.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                || seconds * 1000 < min || seconds * 1000 > max || seconds * 1000 % 1 != 0)
            {
                error = $"'{part}' is no interval from {Seconds(min)} to {Seconds(max)} s with at most three decimals.";
                return false;
            }
            intervals.Add((int)(seconds * 1000));
        }
        if (intervals.Count > most) error = $"At most {most} intervals are allowed; these are {intervals.Count}.";
        else if (!intervals.SequenceEqual(intervals.Distinct().Order())) error = $"The intervals '{text}' do not grow.";
        else value = [.. intervals];
        return error.Length == 0;
    }

    /// <inheritdoc/>
    protected override string Print(ImmutableArray<int> value) => string.Join(',', value.Select(Seconds));

    private static string Seconds(int milliseconds) => (milliseconds / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}

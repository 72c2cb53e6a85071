using System.Globalization;

namespace Tandem.Switching.Parameters;

/// <summary>A range of UDP ports, both ends included.</summary>
/// <param name="Lowest">The lowest port.</param>
/// <param name="Highest">The highest port.</param>
public readonly record struct PortRange(ushort Lowest, ushort Highest);

/// <summary>A range of ports for media, written as the original does: 40000,59999.</summary>
public sealed class PortRangeParameter(PortRange defaultValue) : ParameterDefinition<PortRange>(defaultValue)
{
    // Ports below belong to the system's own programs.
    private const ushort LowestAllowed = 1024;

    // What one stream takes, wherever the range begins: two pairs of an even and the next odd port.
    private const int FewestPorts = 5;

    /// <inheritdoc/>
    public override string Range => $"the lowest and the highest port, {LowestAllowed}–{ushort.MaxValue}, {FewestPorts} ports or more";

    /// <inheritdoc/>
    protected override bool TryParse(string text, out PortRange value, out string error)
    {
        var comma = text.IndexOfAny([',', '-']);
        var areNumbers = TryPort(text.AsSpan(0, Math.Max(comma, 0)), out var lowest) & TryPort(text.AsSpan(comma + 1), out var highest);
        value = new PortRange(lowest, highest);
        var good = areNumbers && lowest >= LowestAllowed && highest - lowest + 1 >= FewestPorts;
        error = good ? "" : $"'{text}' is not {Range}, as in {Print(Default)}.";
        return good;
    }

    /// <inheritdoc/>
    protected override string Print(PortRange value) => string.Create(CultureInfo.InvariantCulture, $"{value.Lowest},{value.Highest}");

    private static bool TryPort(ReadOnlySpan<char> text, out ushort port) =>
        ushort.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out port);
}

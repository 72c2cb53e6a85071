namespace Tandem.Api.Metrics;

/// <summary>The types of the Prometheus text format 0.0.4 that are used.</summary>
public enum MetricType
{
    /// <summary>A number that only rises.</summary>
    Counter,
    /// <summary>A number that rises and falls.</summary>
    Gauge,
    /// <summary>Counts by upper bound.</summary>
    Histogram,
}

/// <summary>One metric with all its series.</summary>
/// <param name="Name">Its name, such as tandem_registrations; a counter's ends in _total.</param>
/// <param name="Type">Its type.</param>
/// <param name="Help">One sentence.</param>
public sealed record Metric(string Name, MetricType Type, string Help)
{
    /// <summary>The series of a counter or gauge.</summary>
    public IReadOnlyList<MetricValue> Values { get; init; } = [];

    /// <summary>The series of a histogram.</summary>
    public IReadOnlyList<MetricHistogram> Histograms { get; init; } = [];

    /// <summary>A counter with one series without labels.</summary>
    public static Metric Counter(string name, string help, double value) => new(name, MetricType.Counter, help) { Values = [new MetricValue(value)] };

    /// <summary>A gauge with one series without labels.</summary>
    public static Metric Gauge(string name, string help, double value) => new(name, MetricType.Gauge, help) { Values = [new MetricValue(value)] };
}

/// <summary>One label of a series.</summary>
/// <param name="Name">Letters, digits and underscores.</param>
/// <param name="Value">Any text.</param>
public readonly record struct MetricLabel(string Name, string Value);

/// <summary>One value of a counter or gauge.</summary>
/// <param name="Value">The value.</param>
/// <param name="Labels">What tells it from the other series.</param>
public readonly record struct MetricValue(double Value, params IReadOnlyList<MetricLabel> Labels);

/// <summary>One series of a histogram.</summary>
/// <param name="Bounds">The upper bounds, rising, without infinity.</param>
/// <param name="Counts">How many observations fell into each bound's own bucket (not summed up), and at the end beyond the last.</param>
/// <param name="Sum">The sum of all observations.</param>
/// <param name="Labels">What tells it from the other series.</param>
public readonly record struct MetricHistogram(
    IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts, double Sum, params IReadOnlyList<MetricLabel> Labels);

using System.Globalization;
using System.Text;

namespace Tandem.Api.Metrics;

/// <summary>Writes metrics in the Prometheus text exposition format, version 0.0.4.</summary>
public static class PrometheusWriter
{
    /// <summary>The media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The text of all metrics.</summary>
    public static string Write(IEnumerable<Metric> metrics)
    {
        var text = new StringBuilder(4096);
        foreach (var metric in metrics)
        {
            text.Append("# HELP ").Append(metric.Name).Append(' ').Append(metric.Help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
            text.Append("# TYPE ").Append(metric.Name).Append(' ').Append(metric.Type.ToString().ToLowerInvariant()).Append('\n');
            foreach (var value in metric.Values) Line(text, metric.Name, value.Labels, null, value.Value);
            foreach (var histogram in metric.Histograms) Write(text, metric.Name, histogram);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, string name, in MetricHistogram histogram)
    {
        long upTo = 0;
        for (var i = 0; i < histogram.Counts.Count; i++)
        {
            upTo += histogram.Counts[i];
            Line(text, name + "_bucket", histogram.Labels, i < histogram.Bounds.Count ? Number(histogram.Bounds[i]) : "+Inf", upTo);
        }
        Line(text, name + "_sum", histogram.Labels, null, histogram.Sum);
        Line(text, name + "_count", histogram.Labels, null, upTo);
    }

    private static void Line(StringBuilder text, string name, IReadOnlyList<MetricLabel>? labels, string? bound, double value)
    {
        text.Append(name);
        var mark = '{';
        foreach (var label in labels ?? [])
        {
            text.Append(mark).Append(label.Name).Append("=\"").Append(Escape(label.Value)).Append('"');
            mark = ',';
        }
        if (bound is not null)
        {
            text.Append(mark).Append("le=\"").Append(bound).Append('"');
            mark = ',';
        }
        if (mark == ',') text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}

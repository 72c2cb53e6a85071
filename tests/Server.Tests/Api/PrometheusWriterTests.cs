using Tandem.Api.Metrics;

namespace Tandem.Server.Tests.Api;

public sealed class PrometheusWriterTests
{
    [Fact]
    public void A_histogram_sums_its_buckets_up()
    {
        var metric = new Metric("tandem_answer_seconds", MetricType.Histogram, "Time to the answer.")
        {
            Histograms = [new MetricHistogram([0.001, 0.01], [3, 0, 2], 0.25, new MetricLabel("method", "REGISTER"))],
        };

        Assert.Equal("""
            # HELP tandem_answer_seconds Time to the answer.
            # TYPE tandem_answer_seconds histogram
            tandem_answer_seconds_bucket{method="REGISTER",le="0.001"} 3
            tandem_answer_seconds_bucket{method="REGISTER",le="0.01"} 3
            tandem_answer_seconds_bucket{method="REGISTER",le="+Inf"} 5
            tandem_answer_seconds_sum{method="REGISTER"} 0.25
            tandem_answer_seconds_count{method="REGISTER"} 5

            """.ReplaceLineEndings("\n"), PrometheusWriter.Write([metric]));
    }

    [Fact]
    public void Labels_and_help_are_escaped_and_series_without_labels_have_no_braces()
    {
        var metric = new Metric("tandem_rejections_total", MetricType.Counter, "Line\none \\ two")
        {
            Values = [new MetricValue(7), new MetricValue(1.5, new MetricLabel("reason", "a\"b\\c\nd"), new MetricLabel("code", "403"))],
        };

        Assert.Equal(
            "# HELP tandem_rejections_total Line\\none \\\\ two\n# TYPE tandem_rejections_total counter\ntandem_rejections_total 7\n"
            + "tandem_rejections_total{reason=\"a\\\"b\\\\c\\nd\",code=\"403\"} 1.5\n", PrometheusWriter.Write([metric]));
    }
}

namespace Tandem.Api.Metrics;

/// <summary>Yields what /metrics shows; the server implements it.</summary>
public interface IMetricsSource
{
    /// <summary>Every metric with its values at this moment, each name once.</summary>
    IEnumerable<Metric> Collect();
}

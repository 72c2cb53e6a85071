using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Auth;
using Tandem.Switching.Operators;

namespace Tandem.Api.Metrics;

/// <summary>/metrics: open to the machine itself, since a scraper there is the usual case; else a token is needed.</summary>
internal static class MetricsRoutes
{
    /// <summary>Maps the route.</summary>
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/metrics", (SwitchParts parts) => Results.Text(PrometheusWriter.Write(parts.Metrics.Collect()), PrometheusWriter.ContentType))
            .Needs(TokenScope.Read).WithMetadata(new OpenOnLoopback()).WithTags("health")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("Metrics in the Prometheus text format 0.0.4. No token is needed from the machine itself.");
}

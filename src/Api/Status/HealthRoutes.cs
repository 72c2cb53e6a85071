using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;

namespace Tandem.Api.Status;

/// <summary>/healthz and /readyz, for supervisors and load balancers; open, because they say no more than yes or no.</summary>
internal static class HealthRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("alive\n")).IsOpen().WithTags("health").Produces<string>(StatusCodes.Status200OK, "text/plain")
            .WithSummary("200 while the process answers.");
        app.MapGet("/readyz", (SwitchParts parts) => parts.Status.IsReady
                ? Results.Text("ready\n")
                : Answer.Refuse(StatusCodes.Status503ServiceUnavailable, "Not ready.", "The switch is still loading, or a listener is not open."))
            .IsOpen().WithTags("health").Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("200 when everything is loaded and every listener is open, else 503.");
    }
}

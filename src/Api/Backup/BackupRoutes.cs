using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Auth;
using Tandem.Switching.Operators;

namespace Tandem.Api.Backup;

/// <summary>/api/v1/backup.</summary>
internal static class BackupRoutes
{
    private const string ContentType = "application/octet-stream";

    /// <summary>Maps the route.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapPost("backup", Download).WithTags("backup").Needs(TokenScope.Admin)
        .Produces<byte[]>(StatusCodes.Status200OK, ContentType)
        .WithSummary("A copy of the store, made while the switch runs.")
        .WithDescription("It holds everything a restore needs, the keys of the passwords too: keep it as safe as the store itself.");

    private static IResult Download(HttpContext context, SwitchParts parts)
    {
        parts.Configuration.Append(new AuditEntry(parts.Now, Caller.Of(context).Actor, "backup", "-", null, null));
        var name = $"tandem-{parts.Clock.GetUtcNow():yyyyMMdd-HHmmss}.backup";
        return Results.Stream(parts.Backup.Open(), ContentType, name);
    }
}

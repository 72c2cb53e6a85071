using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Audit;

/// <summary>An entry of the audit log as the API shows it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Address">From where.</param>
/// <param name="Action">What was done.</param>
/// <param name="Target">To what.</param>
/// <param name="Before">The object before.</param>
/// <param name="After">The object after.</param>
public sealed record AuditView(
    [property: Description("Its number; later entries have greater ones.")] long Id,
    [property: Description("When.")] DateTimeOffset At,
    [property: Description("Who: a user, a token, or local for the machine's own command line.")] string Actor,
    [property: Description("The address the request came from; - when it came from no network.")] string Address,
    [property: Description("What was done, such as phone add or param set.")] string Action,
    [property: Description("The name of the object.")] string Target,
    [property: Description("The object before, as JSON or as a parameter's text; null when it did not exist.")] string? Before,
    [property: Description("The object after; null when it is gone.")] string? After)
{
    internal static AuditView Of(AuditEntry entry) => new(
        entry.Id, DateTimeOffset.FromUnixTimeMilliseconds(entry.At), entry.Actor.Name, entry.Actor.Address,
        entry.Action, entry.Target, entry.Before, entry.After);
}

/// <summary>/api/v1/audit.</summary>
internal static class AuditRoutes
{
    /// <summary>Maps the route.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("audit", List).WithTags("audit").Needs(TokenScope.Read)
        .Produces<Page<AuditView>>().ProducesValidationProblem().WithSummary("The audit log, the newest entry first.");

    private static IResult List([Description("The name of the object, whole.")] string? target, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var found = parts.Configuration.ListAudit(string.IsNullOrEmpty(target) ? null : target, after?.Number, limit + 1);
        return Results.Ok(Page.Of(found, limit, AuditView.Of, entry => new Cursor(entry.Id, "")));
    }
}

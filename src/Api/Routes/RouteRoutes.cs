using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Records;
using Tandem.Switching.Routing;
using Caller = Tandem.Switching.Routing.Caller;

namespace Tandem.Api.Routes;

/// <summary>/api/v1/route.</summary>
internal static class RouteRoutes
{
    private const int LongestNumber = 128;

    /// <summary>Maps the route.</summary>
    public static void Map(RouteGroupBuilder api) => api.MapGet("route", Explain).WithTags("route").Needs(TokenScope.Read)
        .Produces<RouteView>().ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound)
        .WithSummary("What would become of a call, and why; nothing is called and no line is taken.");

    private static IResult Explain(
        [Description("The caller's number.")] string caller,
        [Description("The called number.")] string callee,
        [Description("The phone, mapping gateway or routing gateway that the call comes in by; when it is left out, the phone that has the caller's number.")] string? from,
        SwitchParts parts)
    {
        var problems = Problems(("caller", caller), ("callee", callee));
        if (problems.Count > 0) return Answer.Invalid(problems);
        if (EntryOf(from, caller, parts) is not { } entry)
        {
            return string.IsNullOrEmpty(from)
                ? Answer.Invalid("from", $"'{caller}' is no phone: name the gateway that the call comes in by.")
                : Answer.NotFound($"There is no phone and no gateway '{from}'.");
        }
        var plan = new CallPlanner(parts.Routing, new Random()).Explain(entry, new CallNumbers(caller, callee), default, parts.Now);
        return Results.Ok(RouteView.Of(plan));
    }

    private static Caller? EntryOf(string? from, string caller, SwitchParts parts)
    {
        if (string.IsNullOrEmpty(from)) return parts.Directory.FindPhoneByNumber(caller) is { } phone ? new Caller(phone, null) : null;
        if (parts.Directory.FindEndpoint(from) is { } endpoint and not CarrierLogin) return new Caller(endpoint, null);
        return parts.Directory.RoutingGateways.Find(from) is { } carrier ? new Caller(null, carrier) : null;
    }

    private static List<Problem> Problems(params ReadOnlySpan<(string Field, string Number)> numbers)
    {
        var problems = new List<Problem>();
        foreach (var (field, number) in numbers)
        {
            if (number.Length > LongestNumber) problems.Add(new Problem(field, $"A number has at most {LongestNumber} characters."));
            else if (number.Any(char.IsControl)) problems.Add(new Problem(field, "A number has no control characters."));
        }
        return problems;
    }
}

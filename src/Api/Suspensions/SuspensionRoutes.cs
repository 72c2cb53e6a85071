using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Protection;

namespace Tandem.Api.Suspensions;

/// <summary>Which suspensions of the past are wanted.</summary>
public readonly record struct SuspensionHistoryQuery
{
    /// <summary>The endpoint.</summary>
    [Description("The number, whole.")]
    public string? Number { get; init; }

    /// <summary>The source.</summary>
    [Description("The source address, whole.")]
    public string? Source { get; init; }

    /// <summary>From when.</summary>
    [Description("Those that began then or later (ISO 8601).")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when.</summary>
    [Description("Those that began before then (ISO 8601).")]
    public DateTimeOffset? To { get; init; }

    internal SuspensionFilter ToFilter() => new(
        string.IsNullOrEmpty(Number) ? null : Number, string.IsNullOrEmpty(Source) ? null : Source,
        From?.ToUnixTimeMilliseconds(), To?.ToUnixTimeMilliseconds());
}

/// <summary>/api/v1/suspensions.</summary>
internal static class SuspensionRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("suspensions").WithTags("suspensions");
        group.MapGet("", List).Needs(TokenScope.Read).Produces<Page<SuspensionView>>().ProducesValidationProblem()
            .WithSummary("The suspensions in force, the newest first.");
        group.MapGet("history", History).Needs(TokenScope.Read).Produces<Page<SuspensionView>>().ProducesValidationProblem()
            .WithSummary("The suspensions of the past and present, the newest first, at most a second behind.");
        group.MapDelete("{number}", Clear).Needs(TokenScope.Write).Produces<SuspensionsCleared>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lifts the suspensions of one number and forgets its failures.");
        group.MapDelete("", ClearMany).Needs(TokenScope.Write).Produces<SuspensionsCleared>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Lifts all suspensions, or those of one number.")
            .WithDescription("The number of a suspension is text of the peer's choice; one with a slash cannot stand in a path.");
    }

    private static IResult List([Description("The number, whole.")] string? number, [Description("The source address, whole.")] string? source,
        [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var now = parts.Now;
        var all = parts.Suspensions.InForce(now);
        // The patterns are those of all that are in force; the filters only choose what is shown.
        var shown = all.Zip(SuspensionPatterns.Mark(all))
            .Where(s => (string.IsNullOrEmpty(number) || s.First.Endpoint == number) && (string.IsNullOrEmpty(source) || s.First.Source == source))
            .OrderByDescending(s => s.First.At).ThenBy(s => PlaceName(s.First), StringComparer.Ordinal)
            .SkipWhile(s => after is { } place && !IsBehind(s.First, place))
            .Take(limit + 1).ToList();
        return Results.Ok(Page.Of(shown, limit, s => SuspensionView.Of(s.First, s.Second, now), s => new Cursor(s.First.At, PlaceName(s.First))));
    }

    private static IResult History([AsParameters] SuspensionHistoryQuery query, [AsParameters] PageQuery page, SwitchParts parts)
    {
        var problems = new List<Problem>();
        var (limit, after) = page.Read(problems);
        if (problems.Count > 0) return Answer.Invalid(problems);
        var now = parts.Now;
        var found = parts.SuspensionHistory.List(query.ToFilter(), after?.Number, limit + 1);
        var marked = found.Zip(SuspensionPatterns.Mark(found)).ToList();
        return Results.Ok(Page.Of(marked, limit, s => SuspensionView.Of(s.First, s.Second, now), s => new Cursor(s.First.Id, "")));
    }

    private static IResult Clear(string number, HttpContext context, SwitchParts parts)
    {
        if (parts.Suspensions.InForce(parts.Now).All(s => s.Endpoint != number)) return Answer.NotFound($"'{number}' is not suspended.");
        return Results.Ok(new SuspensionsCleared(ClearOne(number, context, parts)));
    }

    private static IResult ClearMany([Description("The number, whole; all when it is left out.")] string? number, HttpContext context, SwitchParts parts)
    {
        if (!string.IsNullOrEmpty(number)) return Clear(number, context, parts);
        var numbers = parts.Suspensions.InForce(parts.Now).Select(s => s.Endpoint).ToHashSet();
        return Results.Ok(new SuspensionsCleared(numbers.Sum(name => ClearOne(name, context, parts))));
    }

    // The audit entry comes first: what cannot be written down is not done.
    private static int ClearOne(string number, HttpContext context, SwitchParts parts)
    {
        var actor = Caller.Of(context).Actor;
        parts.Configuration.Append(new AuditEntry(parts.Now, actor, "suspension clear", number, null, null));
        return parts.Suspensions.Clear(number, actor.Name, parts.Now).Count;
    }

    private static string PlaceName(Suspension suspension) => $"{suspension.Endpoint} {suspension.Source} {suspension.Everyone}";

    private static bool IsBehind(Suspension suspension, Cursor place) =>
        suspension.At < place.Number || (suspension.At == place.Number && string.CompareOrdinal(PlaceName(suspension), place.Name) > 0);
}

using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;

namespace Tandem.Api.Tokens;

/// <summary>A token as the API lists it; its text is shown once, when it is made.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scope">What its bearer may do.</param>
/// <param name="Allow">The sources it is good from.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ValidUntil">When it ends.</param>
public sealed record TokenView(
    [property: Description("Its name.")] string Name,
    [property: Description("What its bearer may do; each scope includes the ones before it.")] TokenScope Scope,
    [property: Description("The sources it is good from; none = any.")] IReadOnlyList<string> Allow,
    [property: Description("When it was made.")] DateTimeOffset CreatedAt,
    [property: Description("Who made it.")] string CreatedBy,
    [property: Description("When it ends; null = never.")] DateTimeOffset? ValidUntil)
{
    /// <summary>The token's text, in the answer that made it only.</summary>
    [Description("The token's text, in the answer that made it only.")]
    public string? Token { get; init; }

    internal static TokenView Of(ApiToken token) => new(
        token.Name, token.Scope, token.Allow.Length == 0 ? [] : token.Allow.Split(','),
        DateTimeOffset.FromUnixTimeMilliseconds(token.CreatedAt), token.CreatedBy,
        token.ValidUntil is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null);
}

/// <summary>The body that makes a token.</summary>
public sealed record NewToken
{
    /// <summary>Its name.</summary>
    [Description("Its name, 1–64 letters, digits and - _ . ~ + * #; unique among tokens.")]
    public required string Name { get; init; }

    /// <summary>What its bearer may do.</summary>
    [Description("What its bearer may do; each scope includes the ones before it.")]
    public required TokenScope Scope { get; init; }

    /// <summary>The sources it is good from.</summary>
    [Description("The sources it is good from, such as 192.0.2.0/24; none = any.")]
    public IReadOnlyList<string>? Allow { get; init; }

    /// <summary>When it ends.</summary>
    [Description("A date (good through the end of that day in UTC) or date-time of ISO 8601; left out: after SERVER_API_TOKEN_DAYS.")]
    public string? ValidUntil { get; init; }
}

/// <summary>/api/v1/tokens.</summary>
internal static class TokenRoutes
{
    private const long DayMilliseconds = 86_400_000;

    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("tokens").WithTags("tokens");
        group.MapGet("", List).Needs(TokenScope.Admin).Produces<IReadOnlyList<TokenView>>().WithSummary("The tokens that have not ended.");
        group.MapPost("", Create).Needs(TokenScope.Admin).Produces<TokenView>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Makes a token; its text is in this answer and nowhere else.");
        group.MapDelete("{name}", Revoke).Needs(TokenScope.Admin).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Revokes a token.");
    }

    private static IResult List(TokenTable tokens, SwitchParts parts) => Results.Ok(tokens.Named(parts.Now).Select(TokenView.Of));

    private static IResult Create(NewToken body, TokenTable tokens, HttpContext context, SwitchParts parts)
    {
        var (now, actor) = (parts.Now, Caller.Of(context).Actor);
        var problems = new List<Problem>();
        if (NameRules.Problem(body.Name) is { } name) problems.Add(new Problem("name", name));
        if (!AddressList.TryParse(string.Join(',', body.Allow ?? []), out var allow, out var error))
        {
            problems.Add(new Problem("allow", error));
        }
        var end = EndOf(body.ValidUntil, parts, now, problems);
        if (problems.Count > 0) return Answer.Invalid(problems);

        var text = TokenText.Draw();
        var token = new ApiToken
        {
            Name = body.Name, Hash = TokenText.HashOf(text), Scope = body.Scope, Allow = allow.ToString(),
            CreatedAt = now, CreatedBy = actor.Name, ValidUntil = end,
        };
        var after = $"{token.Scope.ToString().ToLowerInvariant()}{(token.Allow.Length > 0 ? $" from {token.Allow}" : "")}";
        return tokens.TryAdd(token, new AuditEntry(now, actor, "token create", token.Name, null, after))
            ? Results.Created($"/api/v1/tokens/{Uri.EscapeDataString(token.Name)}", TokenView.Of(token) with { Token = text })
            : Answer.Conflict($"There is a token '{token.Name}' already.");
    }

    private static IResult Revoke(string name, TokenTable tokens, HttpContext context, SwitchParts parts) =>
        tokens.TryRevoke(name, new AuditEntry(parts.Now, Caller.Of(context).Actor, "token revoke", name, null, null))
            ? Results.NoContent()
            : Answer.NotFound($"There is no token '{name}'.");

    private static long? EndOf(string? wanted, SwitchParts parts, long now, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(wanted))
        {
            var days = parts.Parameters.Set.Get(ParameterCatalogue.TokenDays);
            return days == 0 ? null : now + days * DayMilliseconds;
        }
        if (!EndOfValidity.TryParse(wanted, out var end)) problems.Add(new Problem("validUntil", $"'{wanted}' is neither {EndOfValidity.Allowed}."));
        else if (end.ToUnixTimeMilliseconds() <= now) problems.Add(new Problem("validUntil", $"'{wanted}' is over already."));
        return end.ToUnixTimeMilliseconds();
    }
}

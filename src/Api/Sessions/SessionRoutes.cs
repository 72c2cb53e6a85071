using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Sessions;

/// <summary>Who signs in.</summary>
/// <param name="User">The sign-in name.</param>
/// <param name="Password">The password.</param>
public sealed record Credentials(
    [property: Description("The sign-in name.")] string User,
    [property: Description("The password.")] string Password);

/// <summary>An open session.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="User">Who has signed in.</param>
/// <param name="Scope">What the user may do.</param>
/// <param name="ValidUntil">When the session ends.</param>
public sealed record SessionView(
    [property: Description("The bearer token.")] string Token,
    [property: Description("Who has signed in.")] string User,
    [property: Description("What the user may do.")] TokenScope Scope,
    [property: Description("When the session ends.")] DateTimeOffset ValidUntil);

/// <summary>/api/v1/sessions.</summary>
internal static class SessionRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("sessions").WithTags("sessions");
        group.MapPost("", Open).IsOpen().Produces<SessionView>(StatusCodes.Status201Created).ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .WithSummary("Signs in with user and password; the token is good for 12 hours.");
        group.MapDelete("current", Close).Needs(TokenScope.Read).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Signs out: the token that comes with this request ends.");
    }

    private static async Task<IResult> Open(Credentials body, SignIn signIn, HttpContext context)
    {
        var problems = new List<Problem>();
        if (body.User.Length is 0 or > NameRules.MaxLength)
        {
            problems.Add(new Problem("user", $"A user's name has 1 to {NameRules.MaxLength} characters."));
        }
        if (body.Password.Length is 0 or > PasswordRules.MaxLength)
        {
            problems.Add(new Problem("password", $"A password has 1 to {PasswordRules.MaxLength} characters."));
        }
        if (problems.Count > 0) return Answer.Invalid(problems);
        var (outcome, session, text, wait) = await signIn.Open(body.User, body.Password, Caller.AddressOf(context));
        return outcome switch
        {
            SignInOutcome.Done => Results.Created("/api/v1/sessions/current", new SessionView(
                text, session!.CreatedBy, session.Scope, DateTimeOffset.FromUnixTimeMilliseconds(session.ValidUntil!.Value))),
            SignInOutcome.Wrong => Answer.Refuse(StatusCodes.Status401Unauthorized, "Not signed in.", "The user or the password is wrong."),
            SignInOutcome.Locked => Wait(context, wait, "Too many wrong passwords for this user from this address"),
            _ => Wait(context, 1000, "Too many sign-ins at once"),
        };
    }

    private static IResult Wait(HttpContext context, long milliseconds, string why)
    {
        var seconds = (milliseconds + 999) / 1000;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Answer.Refuse(StatusCodes.Status429TooManyRequests, "Too many attempts.", $"{why}; try again in {seconds} s.");
    }

    private static IResult Close(TokenTable tokens, HttpContext context, SwitchParts parts)
    {
        var caller = Caller.Of(context);
        if (!caller.Token.IsSession) return Answer.Conflict("This token is no session; DELETE /api/v1/tokens/NAME revokes it.");
        tokens.TryRevoke(caller.Token.Name, new AuditEntry(parts.Now, caller.Actor, "session close", caller.Token.CreatedBy, null, null));
        return Results.NoContent();
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tandem.Api.Answers;
using Tandem.Api.Auth;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;

namespace Tandem.Api.Users;

/// <summary>A user as the API shows it.</summary>
/// <param name="Name">The sign-in name.</param>
/// <param name="Scope">What the user may do.</param>
public sealed record UserView(
    [property: Description("The sign-in name.")] string Name,
    [property: Description("What the user may do.")] TokenScope Scope);

/// <summary>A new password.</summary>
/// <param name="Password">The password.</param>
public sealed record NewPassword([property: Description("The password, at least SERVER_PASSWORD_LENGTH characters.")] string Password);

/// <summary>/api/v1/users.</summary>
internal static class UserRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("users").WithTags("users");
        group.MapGet("", List).Needs(TokenScope.Admin).Produces<IReadOnlyList<UserView>>().WithSummary("The users who can sign in.");
        group.MapPut("{name}/password", SetPassword).Needs(TokenScope.Admin).Produces(StatusCodes.Status204NoContent)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Sets a user's password; the user's open sessions end.");
    }

    private static IResult List(SwitchParts parts) =>
        Results.Ok(parts.Operators.Users().OrderBy(user => user.Name, StringComparer.Ordinal).Select(user => new UserView(user.Name, user.Scope)));

    private static IResult SetPassword(string name, NewPassword body, TokenTable tokens, HttpContext context, SwitchParts parts)
    {
        if (PasswordRules.Problem(body.Password, parts.Parameters.Set) is { } problem) return Answer.Invalid("password", problem);
        if (parts.Operators.Users().FirstOrDefault(u => u.Name == name) is not { } user)
        {
            return Answer.NotFound($"There is no user '{name}'.");
        }
        var (now, actor) = (parts.Now, Caller.Of(context).Actor);
        var changed = user with { PasswordHash = UserPasswords.Hash(body.Password) };
        parts.Operators.Save(changed, new AuditEntry(now, actor, "user password", name, null, null));
        tokens.EndSessions(name, _ => new AuditEntry(now, actor, "session close", name, null, null));
        return Results.NoContent();
    }
}

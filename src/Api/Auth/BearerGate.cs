using Microsoft.AspNetCore.Http;
using Tandem.Api.Answers;
using Tandem.Switching.Operators;

namespace Tandem.Api.Auth;

/// <summary>
/// Lets a request through when its bearer token (RFC 6750) has the scope that the endpoint needs. An endpoint under /api
/// that says nothing needs the scope admin, so that one forgotten is closed and not open.
/// </summary>
internal sealed class BearerGate(RequestDelegate next, TokenTable tokens, SwitchParts parts)
{
    private const string Scheme = "Bearer ";

    /// <summary>Judges one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (ScopeFor(context) is not { } needed) return next(context);
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return Refuse(context, "Bearer", StatusCodes.Status401Unauthorized, "A token is needed: send \"Authorization: Bearer TOKEN\".");
        }
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? tokens.Find(authorization[Scheme.Length..].Trim(), Caller.SourceOf(context), parts.Now)
            : null;
        if (token is null)
        {
            return Refuse(context, "Bearer error=\"invalid_token\"", StatusCodes.Status401Unauthorized,
                "The token is unknown, has ended, or is not good from this address.");
        }
        if (token.Scope < needed)
        {
            var scope = needed.ToString().ToLowerInvariant();
            return Refuse(context, $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"", StatusCodes.Status403Forbidden,
                $"This needs a token with the scope {scope}; this one has {token.Scope.ToString().ToLowerInvariant()}.");
        }
        context.Features.Set(new Caller(token, Caller.AddressOf(context)));
        return next(context);
    }

    private static TokenScope? ScopeFor(HttpContext context)
    {
        if (context.GetEndpoint() is not { } endpoint) return null;
        if (endpoint.Metadata.GetMetadata<OpenOnLoopback>() is not null && Caller.IsFromThisMachine(context)) return null;
        if (endpoint.Metadata.GetMetadata<RequiredScope>() is { } required) return required.Scope;
        return context.Request.Path.StartsWithSegments("/api") ? TokenScope.Admin : null;
    }

    private static Task Refuse(HttpContext context, string challenge, int status, string detail)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Answer.Refuse(status, status == StatusCodes.Status401Unauthorized ? "Not signed in." : "Not allowed.", detail).ExecuteAsync(context);
    }
}

/// <summary>Marks an endpoint that needs no token from the machine itself.</summary>
internal sealed record OpenOnLoopback;

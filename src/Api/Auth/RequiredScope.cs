using Microsoft.AspNetCore.Builder;
using Tandem.Switching.Operators;

namespace Tandem.Api.Auth;

/// <summary>What a caller must be allowed to do to use an endpoint; null = nothing, not even a token.</summary>
public sealed record RequiredScope(TokenScope? Scope);

/// <summary>Marks endpoints with the scope they need.</summary>
public static class RequiredScopeExtensions
{
    /// <summary>A token with that scope or a greater one is needed.</summary>
    public static T Needs<T>(this T builder, TokenScope scope) where T : IEndpointConventionBuilder =>
        builder.WithMetadata(new RequiredScope(scope));

    /// <summary>Anybody may call it.</summary>
    public static T IsOpen<T>(this T builder) where T : IEndpointConventionBuilder => builder.WithMetadata(new RequiredScope((TokenScope?)null));
}

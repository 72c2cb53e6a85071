using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Answers;

/// <summary>The largest body of a resource, in bytes, where it is not <see cref="RequestLimits.DefaultBody"/>.</summary>
internal sealed record BodyLimit(long Bytes);

/// <summary>Bounds the body and refuses query parameters that the resource does not know: a misspelt filter must not match all.</summary>
internal static class RequestLimits
{
    /// <summary>The largest JSON body, in bytes.</summary>
    public const long DefaultBody = 256 * 1024;

    /// <summary>Applies the limits of the endpoint that was chosen.</summary>
    public static async Task Apply(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not { } endpoint || !context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = endpoint.Metadata.GetMetadata<BodyLimit>()?.Bytes ?? DefaultBody;
        }
        var known = endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = context.Request.Query.Keys.Where(name => !known.Contains(name)).ToList();
        if (unknown.Count == 0) await next(context);
        else await Answer.Invalid(unknown.Select(name => new Problem(name, "There is no such query parameter."))).ExecuteAsync(context);
    }
}

using Microsoft.AspNetCore.Http;

namespace Tandem.Api.Answers;

/// <summary>The headers that keep a browser from doing more with an answer than the API means.</summary>
internal static class SecurityHeaders
{
    /// <summary>Sets them on every answer, when it starts: an exception on the way clears what was set before.</summary>
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(Set, context.Response.Headers);
        return next(context);
    }

    private static Task Set(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}

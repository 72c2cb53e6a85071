using Microsoft.AspNetCore.Http;

namespace Tandem.Api.Answers;

/// <summary>The headers that keep a browser from doing more with an answer than the API means.</summary>
internal static class SecurityHeaders
{
    /// <summary>Sets them on every answer.</summary>
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return next(context);
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Answers;

/// <summary>Turns what a request makes the API throw into a problem detail; never shows what is inside the program.</summary>
internal sealed partial class ExceptionAnswers(ILogger<ExceptionAnswers> log) : IExceptionHandler
{
    private const string NotValid = "The request is not valid.";

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellation)
    {
        var answer = exception switch
        {
            BadHttpRequestException bad => Bad(bad),
            StoreUnavailableException store => Answer.Refuse(StatusCodes.Status503ServiceUnavailable, "The store is not available.", store.Message),
            _ => Bug(context, exception),
        };
        await answer.ExecuteAsync(context);
        return true;
    }

    private static IResult Bad(BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException json) return BadJson(json);
        if (BindingFailure().Match(bad.Message) is { Success: true } match)
        {
            var (type, field, value) = (match.Groups["type"].Value, match.Groups["field"].Value, match.Groups["value"].Value);
            return Answer.Invalid(CamelCase(field), $"'{value}' is not {WhatItIs(type)}.");
        }
        return bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => Answer.Refuse(bad.StatusCode, "Too large.", "The body is larger than this resource takes."),
            StatusCodes.Status415UnsupportedMediaType => Answer.Refuse(bad.StatusCode, "Wrong media type.", "The body must be JSON."),
            _ => Answer.Refuse(bad.StatusCode, NotValid, "The request could not be read."),
        };
    }

    private static IResult BadJson(JsonException json)
    {
        if (UnknownMember().Match(json.Message) is { Success: true } unknown)
        {
            return Answer.Invalid(unknown.Groups["field"].Value, $"There is no field '{unknown.Groups["field"].Value}'.");
        }
        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            return Answer.Invalid(missing.Groups["field"].Value, "This field is needed.");
        }
        if (json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal))
        {
            return Answer.Invalid(path[2..], "The value is of another type than this field's; see /openapi/v1.json.");
        }
        var line = json.LineNumber is { } number ? $" (line {number + 1})" : "";
        return Answer.Refuse(StatusCodes.Status400BadRequest, NotValid, $"The body is not the JSON object that is expected here{line}.");
    }

    private IResult Bug(HttpContext context, Exception exception)
    {
        LogBug(context.Request.Method, context.GetEndpoint()?.DisplayName ?? "-", exception);
        return Answer.Refuse(StatusCodes.Status500InternalServerError, "Failed.", "The request failed inside the switch; its log says more.");
    }

    private static string WhatItIs(string type) =>
        type.Contains("int", StringComparison.OrdinalIgnoreCase) || type.Contains("long", StringComparison.OrdinalIgnoreCase) ? "a whole number"
        : type.Contains("bool", StringComparison.OrdinalIgnoreCase) ? "true or false"
        : "a value that is allowed here; see /openapi/v1.json";

    private static string CamelCase(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];

    [GeneratedRegex("^Failed to bind parameter \"(?<type>.+?) (?<field>\\w+)\" from \"(?<value>.*)\"\\.$")]
    private static partial Regex BindingFailure();

    [GeneratedRegex("^The JSON property '(?<field>[^']*)' could not be mapped")]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: '(?<field>[^']*)'")]
    private static partial Regex MissingMembers();

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Endpoint} failed")]
    private partial void LogBug(string method, string endpoint, Exception exception);
}

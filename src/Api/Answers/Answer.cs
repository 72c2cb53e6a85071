using Microsoft.AspNetCore.Http;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Answers;

/// <summary>The refusals of the API as RFC 9457 problem details.</summary>
internal static class Answer
{
    /// <summary>400: fields of the request are wrong; each is named under "errors".</summary>
    public static IResult Invalid(IEnumerable<Problem> problems) => Results.ValidationProblem(
        problems.GroupBy(p => p.Field).ToDictionary(g => g.Key, g => g.Select(p => p.Message).ToArray()),
        title: "The request is not valid.");

    /// <summary>400: one field is wrong.</summary>
    public static IResult Invalid(string field, string message) => Invalid([new Problem(field, message)]);

    /// <summary>404: there is none of that name.</summary>
    public static IResult NotFound(string detail) => Refuse(StatusCodes.Status404NotFound, "Not found.", detail);

    /// <summary>409: the state of the switch does not allow it.</summary>
    public static IResult Conflict(string detail) => Refuse(StatusCodes.Status409Conflict, "Refused.", detail);

    /// <summary>Any refusal.</summary>
    public static IResult Refuse(int status, string title, string detail) => Results.Problem(statusCode: status, title: title, detail: detail);

    /// <summary>The answer to an edit: what <paramref name="done"/> makes of the object, or the refusal.</summary>
    /// <param name="result">How the edit ended.</param>
    /// <param name="done">The answer when the object is as it was wanted.</param>
    /// <param name="nameField">What the resource calls the field "name".</param>
    public static IResult Of<T>(EditResult<T> result, Func<T, IResult> done, string nameField = "name") where T : class => result.Outcome switch
    {
        EditOutcome.NotFound => NotFound(result.Problems[0].Message),
        EditOutcome.Exists or EditOutcome.InUse => Conflict(result.Problems[0].Message),
        EditOutcome.Invalid => Invalid(result.Problems.Select(p => p.Field == "name" ? p with { Field = nameField } : p)),
        _ => done(result.Value!),
    };
}

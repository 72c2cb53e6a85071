using System.ComponentModel;
using Microsoft.AspNetCore.Http;
using Tandem.Api.Answers;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Endpoints;

/// <summary>Which phones or mapping gateways a list shows.</summary>
public readonly record struct EndpointQuery
{
    /// <summary>A part of the name or memo.</summary>
    [Description("A part of the name or memo.")]
    public string? Search { get; init; }

    /// <summary>The account.</summary>
    [Description("The account's name, whole.")]
    public string? Account { get; init; }

    /// <summary>Locked ones or the others.</summary>
    [Description("true = locked ones, false = the others.")]
    public bool? Locked { get; init; }

    internal EndpointFilter ToFilter() => new(Blank(Search), Blank(Account), Locked);

    private static string? Blank(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A password, for those who may see it.</summary>
/// <param name="Password">The password in clear.</param>
public sealed record PasswordView([property: Description("The password in clear.")] string Password);

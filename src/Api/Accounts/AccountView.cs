using System.ComponentModel;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Accounts;

/// <summary>An account as the API shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Title">A label for people.</param>
/// <param name="Locked">A locked account's endpoints are refused.</param>
/// <param name="ValidUntil">The end of its validity.</param>
/// <param name="Agent">The account above it.</param>
/// <param name="Memo">The operator's note.</param>
public sealed record AccountView(
    [property: Description("Its name.")] string Name,
    [property: Description("A label for people.")] string Title,
    [property: Description("A locked account's phones and gateways are refused with 403, and those of the accounts below it.")] bool Locked,
    [property: Description("The end of its validity; null = none.")] DateTimeOffset? ValidUntil,
    [property: Description("The account above it; null = none.")] string? Agent,
    [property: Description("The operator's note.")] string Memo)
{
    internal static AccountView Of(Account account) =>
        new(account.Name, account.Title, account.Locked, account.ValidUntil, account.Agent, account.Memo);
}

/// <summary>The fields of an account to set. One left out or null stays as it is.</summary>
public record AccountChange
{
    /// <summary>A label for people.</summary>
    [Description("A label for people, at most 200 characters.")]
    public string? Title { get; init; }

    /// <summary>Locked or not.</summary>
    [Description("A locked account's phones and gateways are refused with 403, and those of the accounts below it.")]
    public bool? Locked { get; init; }

    /// <summary>The end of its validity.</summary>
    [Description("A date (good through the end of that day in UTC) or date-time of ISO 8601; \"\" = no end.")]
    public string? ValidUntil { get; init; }

    /// <summary>The account above it.</summary>
    [Description("The account above it; \"\" = none.")]
    public string? Agent { get; init; }

    /// <summary>The operator's note.</summary>
    [Description("The operator's note, at most 2000 characters.")]
    public string? Memo { get; init; }

    internal AccountDraft ToDraft() => new() { Title = Title, Locked = Locked, ValidUntil = ValidUntil, Agent = Agent, Memo = Memo };
}

/// <summary>The body that adds an account.</summary>
public sealed record NewAccount : AccountChange
{
    /// <summary>Its name.</summary>
    [Description("Its name, 1–64 letters, digits and - _ . ~ + * #; unique among accounts.")]
    public required string Name { get; init; }
}

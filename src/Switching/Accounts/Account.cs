namespace Tandem.Switching.Accounts;

/// <summary>Who pays: the owner of phones and mapping gateways. Immutable; a change makes a new one.</summary>
public sealed record Account
{
    /// <summary>The account's visible name, unique, 1–64 characters (<see cref="NameRules"/>).</summary>
    public required string Name { get; init; }

    /// <summary>A label for people.</summary>
    public string Title { get; init; } = "";

    /// <summary>A locked account's endpoints are refused, and those of the accounts below it.</summary>
    public bool Locked { get; init; }

    /// <summary>The end of the account's validity; null = none.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The account above this one (its agent), any number of levels; null = none.</summary>
    public string? Agent { get; init; }

    /// <summary>The operator's note.</summary>
    public string Memo { get; init; } = "";
}

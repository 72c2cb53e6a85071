namespace Tandem.Switching.Accounts;

/// <summary>An account as an operator writes it. A field that is null stays as it is; "" takes the value away.</summary>
public sealed record AccountDraft
{
    /// <summary>A label for people.</summary>
    public string? Title { get; init; }

    /// <summary>Locked or not.</summary>
    public bool? Locked { get; init; }

    /// <summary>The end of its validity as <see cref="EndOfValidity"/> reads it; "" = none.</summary>
    public string? ValidUntil { get; init; }

    /// <summary>The account above it; "" = none.</summary>
    public string? Agent { get; init; }

    /// <summary>The operator's note.</summary>
    public string? Memo { get; init; }
}

namespace Tandem.Switching.Accounts;

/// <summary>How an edit ended.</summary>
public enum EditOutcome
{
    /// <summary>It did not exist and does now.</summary>
    Added,
    /// <summary>It is different now.</summary>
    Changed,
    /// <summary>It was like that already; nothing was stored.</summary>
    Unchanged,
    /// <summary>It is gone.</summary>
    Removed,
    /// <summary>There is none of that name.</summary>
    NotFound,
    /// <summary>The name is taken.</summary>
    Exists,
    /// <summary>Others depend on it.</summary>
    InUse,
    /// <summary>The draft has problems.</summary>
    Invalid,
}

/// <summary>The end of an edit. Only <see cref="EditOutcome.Added"/>, Changed and Removed have stored something.</summary>
/// <typeparam name="T">What was edited.</typeparam>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The object as it stands after the edit (for a removal: as it was); null when it was refused.</param>
/// <param name="Problems">What was wrong; one at least when it was refused.</param>
public sealed record EditResult<T>(EditOutcome Outcome, T? Value, IReadOnlyList<Problem> Problems) where T : class
{
    /// <summary>The password that was generated because none was given. It is shown this once.</summary>
    public string? GeneratedPassword { get; init; }

    /// <summary>True when the object is now as the caller wanted it.</summary>
    public bool IsDone => Outcome is EditOutcome.Added or EditOutcome.Changed or EditOutcome.Unchanged or EditOutcome.Removed;

    internal static EditResult<T> Refused(EditOutcome outcome, string field, string message) => new(outcome, null, [new Problem(field, message)]);
}

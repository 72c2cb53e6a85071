namespace Tandem.Server.Commands;

/// <summary>How wide the columns of a table are: as wide as what stands in them, and narrower where the terminal is.</summary>
internal static class TableFit
{
    /// <summary>The blanks between two columns.</summary>
    public const int Gap = 2;

    /// <summary>
    /// Fits columns into a width: those that are wider than they need are narrowed first, the one with the most to spare before
    /// the others; when that is not enough, the widest of those that may be cut. What must stay whole is never cut.
    /// </summary>
    /// <param name="columns">The columns.</param>
    /// <param name="natural">How wide what stands in each is, its title included.</param>
    /// <param name="width">The width of the terminal, in characters.</param>
    public static int[] Widths(IReadOnlyList<Column> columns, IReadOnlyList<int> natural, int width)
    {
        var widths = natural.ToArray();
        var room = width - Gap * (columns.Count - 1);
        while (widths.Sum() > room)
        {
            var narrowed = Most(columns, (column, i) => widths[i] - Math.Max(column.Width, column.Title.Length));
            if (narrowed < 0) narrowed = Most(columns, (column, i) => widths[i] > column.Title.Length ? widths[i] : 0);
            if (narrowed < 0) break;
            widths[narrowed]--;
        }
        return widths;
    }

    // The column that has the most of something, of those that may be cut; -1 when none has any.
    private static int Most(IReadOnlyList<Column> columns, Func<Column, int, int> of)
    {
        var (found, most) = (-1, 0);
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsWhole || of(columns[i], i) <= most) continue;
            (found, most) = (i, of(columns[i], i));
        }
        return found;
    }
}

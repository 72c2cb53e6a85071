using System.Globalization;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Csv;

/// <summary>One row of a CSV file: its line and its cells by column.</summary>
internal sealed class CsvRow(int line, IReadOnlyDictionary<string, int> columns, string[] cells)
{
    private readonly List<Problem> _problems = [];

    /// <summary>The line on which it begins, counted from 1.</summary>
    public int Line => line;

    /// <summary>What could not be read of it.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>The cell of a column without blanks around it; null when the file has no such column.</summary>
    public string? Text(string column) => Raw(column)?.Trim();

    /// <summary>The cell of a column as it stands; null when the file has no such column.</summary>
    public string? Raw(string column) => columns.TryGetValue(column, out var at) && at < cells.Length ? cells[at] : null;

    /// <summary>A cell that, when empty, leaves the field as it is.</summary>
    public string? TextUnlessEmpty(string column) => Raw(column) is { Length: > 0 } text ? text : null;

    /// <summary>yes or no; an empty cell leaves the field as it is.</summary>
    public bool? YesNo(string column, string field)
    {
        switch (Text(column)?.ToLowerInvariant())
        {
            case null or "":
                return null;
            case "yes" or "1" or "true" or "on":
                return true;
            case "no" or "0" or "false" or "off":
                return false;
            case var other:
                Refuse(field, $"'{other}' is neither yes nor no.");
                return null;
        }
    }

    /// <summary>A whole number; an empty cell takes the value away (0).</summary>
    public int? Number(string column, string field)
    {
        if (Text(column) is not { } text) return null;
        if (text.Length == 0) return 0;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }
        Refuse(field, $"'{text}' is not a whole number.");
        return null;
    }

    /// <summary>Notes what is wrong with the row.</summary>
    public void Refuse(string field, string message) => _problems.Add(new Problem(field, message));
}

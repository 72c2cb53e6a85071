using System.ComponentModel;
using Tandem.Switching.Accounts;

namespace Tandem.Api.Answers;

/// <summary>Which page of a list is wanted.</summary>
public readonly record struct PageQuery
{
    /// <summary>The most items of one page.</summary>
    public const int MaxLimit = 1000;

    private const int DefaultLimit = 100;

    /// <summary>How many items at most.</summary>
    [Description("How many items at most, 1–1000; 100 when left out.")]
    public int? Limit { get; init; }

    /// <summary>The "next" of the page before.</summary>
    [Description("The \"next\" of the page before; left out for the first page.")]
    public string? After { get; init; }

    /// <summary>Reads both; what is wrong is added to the problems.</summary>
    /// <returns>The limit, and the place after which the page begins or null for the first page.</returns>
    public (int Limit, Cursor? After) Read(List<Problem> problems)
    {
        var limit = Limit ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit) problems.Add(new Problem("limit", $"{limit} is not a whole number from 1 to {MaxLimit}."));
        if (string.IsNullOrEmpty(After)) return (limit, null);
        if (Cursor.TryParse(After, out var cursor)) return (limit, cursor);
        problems.Add(new Problem("after", "This is not the \"next\" of a page; leave it out for the first page."));
        return (limit, null);
    }
}

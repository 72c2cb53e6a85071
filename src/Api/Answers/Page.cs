using System.ComponentModel;

namespace Tandem.Api.Answers;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The page's items.</param>
/// <param name="Next">What to send as "after" for the next page; null on the last.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: Description("What to send as \"after\" for the next page; null on the last.")] string? Next);

/// <summary>Makes pages out of what a store lists.</summary>
internal static class Page
{
    /// <summary>The page of the first <paramref name="limit"/> of the items; one more was asked for to know whether more follow.</summary>
    public static Page<TView> Of<T, TView>(IReadOnlyList<T> oneMore, int limit, Func<T, TView> view, Func<T, Cursor> cursor) => new(
        [.. oneMore.Take(limit).Select(view)],
        oneMore.Count > limit ? cursor(oneMore[limit - 1]).ToString() : null);
}

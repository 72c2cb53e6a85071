namespace Tandem.Storage.Configuration;

/// <summary>A search for a part of a text, whatever its case, in SQL that every engine reads alike.</summary>
internal static class SearchRules
{
    /// <summary>The condition that a column contains what <see cref="Pattern"/> was made of.</summary>
    public static string In(string column) => $@"LOWER({column}) LIKE LOWER(@pattern) ESCAPE '\'";

    /// <summary>The pattern of a search; what LIKE takes for a wildcard stands for itself.</summary>
    public static string? Pattern(string? search) => search is null ? null : $"%{Escaped(Escaped(Escaped(search, '\\'), '%'), '_')}%";

    private static string Escaped(string text, char wildcard) => text.Replace($"{wildcard}", $@"\{wildcard}", StringComparison.Ordinal);
}

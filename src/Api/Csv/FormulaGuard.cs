namespace Tandem.Api.Csv;

/// <summary>
/// Keeps a spreadsheet from running text of ours as a formula (OWASP: CSV injection): an apostrophe goes before a cell that
/// begins like a formula. Free text that is exported for a later import is guarded so that <see cref="Unguard"/> gives back
/// exactly what was there.
/// </summary>
internal static class FormulaGuard
{
    /// <summary>The cell, safe to open in a spreadsheet.</summary>
    public static string Guard(string text) => IsFormulaBehindApostrophes(text) ? "'" + text : text;

    /// <summary>What <see cref="Guard"/> was given.</summary>
    public static string Unguard(string cell) => cell.StartsWith('\'') && IsFormulaBehindApostrophes(cell) ? cell[1..] : cell;

    private static bool IsFormulaBehindApostrophes(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        return !rest.IsEmpty && rest[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n';
    }
}

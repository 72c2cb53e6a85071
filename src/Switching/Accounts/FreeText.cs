namespace Tandem.Switching.Accounts;

/// <summary>What a title or a note may hold.</summary>
internal static class FreeText
{
    /// <summary>The longest title, in characters.</summary>
    public const int MaxTitle = 200;

    /// <summary>The longest note, in characters.</summary>
    public const int MaxMemo = 2000;

    /// <summary>The new text that a draft asks for; one that is not allowed is added to the problems.</summary>
    public static string Apply(string old, string? draft, string field, int maxLength, List<Problem> problems)
    {
        if (draft is null) return old;
        if (draft.Length > maxLength)
        {
            problems.Add(new Problem(field, $"At most {maxLength} characters are allowed; these are {draft.Length}."));
        }
        else if (draft.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
        {
            problems.Add(new Problem(field, "Control characters other than tab and line end are not allowed."));
        }
        return draft;
    }
}

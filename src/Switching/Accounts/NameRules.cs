using System.Buffers;

namespace Tandem.Switching.Accounts;

/// <summary>What the name of an endpoint or account may look like.</summary>
public static class NameRules
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 64;

    // The unreserved and user-unreserved characters of RFC 3261 §25.1 that need no escape in a SIP URI and no quotes in a
    // shell or a CSV file.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+*#");

    /// <summary>Null when the name is good, else a sentence that says what is allowed.</summary>
    public static string? Problem(string? name) =>
        string.IsNullOrEmpty(name) ? "A name is needed."
        : name.Length > MaxLength ? $"A name has at most {MaxLength} characters; this one has {name.Length}."
        : name.AsSpan().IndexOfAnyExcept(Allowed) is var at and >= 0 ? $"A name is made of letters, digits and - _ . ~ + * #; '{name[at]}' is none of them."
        : name is "." or ".." ? $"'{name}' is no name: it would mean a folder in the address of a web page."
        : null;
}

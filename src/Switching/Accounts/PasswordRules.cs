using Tandem.Switching.Parameters;

namespace Tandem.Switching.Accounts;

/// <summary>Fills a buffer with unpredictable bytes.</summary>
public delegate void FillRandom(Span<byte> bytes);

/// <summary>What a password may be, and how one is generated.</summary>
public static class PasswordRules
{
    /// <summary>The longest password, in characters.</summary>
    public const int MaxLength = 128;

    private const int GeneratedLength = 16;
    private const string LettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Null when the password is good under these parameters, else a sentence that says what is allowed.</summary>
    public static string? Problem(string password, ParameterSet parameters)
    {
        var shortest = parameters.Get(ParameterCatalogue.PasswordLength);
        if (password.Length < shortest)
        {
            return $"A password has at least {shortest} characters ({ParameterCatalogue.PasswordLength.Name}); this one has {password.Length}.";
        }
        return ForeignProblem(password);
    }

    /// <summary>The same for a password that somebody else has chosen, such as a carrier; it may be short.</summary>
    public static string? ForeignProblem(string password) =>
        password.Length > MaxLength ? $"A password has at most {MaxLength} characters; this one has {password.Length}."
        : password.Any(char.IsControl) ? "A password has no control characters."
        : null;

    /// <summary>
    /// A password of letters, digits and the characters of SERVER_PASSWORD_TERMINAL_ADDITIONAL_CHARACTERS, each as likely as
    /// any other; 16 characters, or SERVER_PASSWORD_LENGTH when that is more.
    /// </summary>
    public static string Generate(ParameterSet parameters, FillRandom random)
    {
        var alphabet = string.Concat(LettersAndDigits.Concat(parameters.Get(ParameterCatalogue.PasswordCharacters)).Distinct());
        var length = Math.Max(GeneratedLength, parameters.Get(ParameterCatalogue.PasswordLength));
        return string.Create(length, (alphabet, random), static (password, from) =>
        {
            // Bytes beyond the last whole multiple of the alphabet are drawn again, or its first letters would come more often.
            var limit = 256 - 256 % from.alphabet.Length;
            Span<byte> bytes = stackalloc byte[64];
            var next = bytes.Length;
            for (var i = 0; i < password.Length;)
            {
                if (next == bytes.Length)
                {
                    from.random(bytes);
                    next = 0;
                }
                var drawn = bytes[next++];
                if (drawn < limit) password[i++] = from.alphabet[drawn % from.alphabet.Length];
            }
        });
    }
}

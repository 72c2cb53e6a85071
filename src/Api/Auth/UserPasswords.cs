using Microsoft.AspNetCore.Identity;

namespace Tandem.Api.Auth;

/// <summary>Hashes and verifies the passwords of the people who sign in (PBKDF2 with SHA-512 and a salt each).</summary>
public static class UserPasswords
{
    private static readonly PasswordHasher<string> Hasher = new();

    // What an unknown user's password is verified against, so that it takes the time of a known one's.
    private static readonly string NobodysHash = Hash(TokenText.Draw());

    /// <summary>The text to keep in place of the password.</summary>
    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <summary>True when the password is the one that was hashed; null stands for a user who does not exist.</summary>
    public static bool Verify(string? hash, string password) =>
        Hasher.VerifyHashedPassword("", hash ?? NobodysHash, password) != PasswordVerificationResult.Failed && hash is not null;
}

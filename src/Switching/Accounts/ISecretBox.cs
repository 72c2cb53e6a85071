namespace Tandem.Switching.Accounts;

/// <summary>Encrypts the passwords that the switch must be able to read again (a digest needs the password or its hash).</summary>
public interface ISecretBox
{
    /// <summary>Encrypts a secret for one owner; what was sealed for another owner does not open.</summary>
    byte[] Seal(ReadOnlySpan<char> secret, string owner);

    /// <summary>The secret, or null when it was sealed for another owner or under keys that are gone.</summary>
    string? Open(ReadOnlySpan<byte> sealedSecret, string owner);
}

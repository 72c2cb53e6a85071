using System.Text;
using Tandem.Switching.Accounts;

namespace Tandem.Testing;

/// <summary>A secret box without encryption, for tests that store nothing.</summary>
public sealed class PlainSecretBox : ISecretBox
{
    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<char> secret, string owner) => Encoding.UTF8.GetBytes($"{owner}\n{secret}");

    /// <inheritdoc/>
    public string? Open(ReadOnlySpan<byte> sealedSecret, string owner)
    {
        var text = Encoding.UTF8.GetString(sealedSecret);
        return text.StartsWith(owner + "\n", StringComparison.Ordinal) ? text[(owner.Length + 1)..] : null;
    }
}

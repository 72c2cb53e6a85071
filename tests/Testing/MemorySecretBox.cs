using System.Text;
using Tandem.Switching.Accounts;

namespace Tandem.Testing;

/// <summary>A secret box without keys: what it seals names its owner and is turned over, never the clear text.</summary>
public sealed class MemorySecretBox : ISecretBox
{
    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<char> secret, string owner)
    {
        var bytes = Encoding.UTF8.GetBytes($"{owner}\0{secret}");
        Array.Reverse(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public string? Open(ReadOnlySpan<byte> sealedSecret, string owner)
    {
        var bytes = sealedSecret.ToArray();
        Array.Reverse(bytes);
        var text = Encoding.UTF8.GetString(bytes);
        return text.StartsWith(owner + '\0', StringComparison.Ordinal) ? text[(owner.Length + 1)..] : null;
    }
}

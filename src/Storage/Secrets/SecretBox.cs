using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tandem.Switching.Accounts;

namespace Tandem.Storage.Secrets;

/// <summary>
/// Seals secrets with AES-256-GCM under a master key, the owner's name as associated data. A sealed secret is: format (1
/// byte), number of the master key (4), nonce (12), tag (16), ciphertext. About a microsecond each, so that a million
/// passwords stay sealed in memory and are opened when they are needed.
/// </summary>
internal sealed class SecretBox(IReadOnlyList<MasterKey> keys) : ISecretBox, IDisposable
{
    private const byte Format = 1;
    private const int NonceAt = 5;
    private const int TagAt = NonceAt + 12;
    private const int TextAt = TagAt + 16;

    /// <inheritdoc/>
    public byte[] Seal(ReadOnlySpan<char> secret, string owner)
    {
        var key = keys[^1];
        var text = new byte[Encoding.UTF8.GetByteCount(secret)];
        Encoding.UTF8.GetBytes(secret, text);
        var box = new byte[TextAt + text.Length];
        box[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(box.AsSpan(1), key.Id);
        RandomNumberGenerator.Fill(box.AsSpan(NonceAt..TagAt));
        key.Cipher.Encrypt(box.AsSpan(NonceAt..TagAt), text, box.AsSpan(TextAt), box.AsSpan(TagAt..TextAt), Encoding.UTF8.GetBytes(owner));
        CryptographicOperations.ZeroMemory(text);
        return box;
    }

    /// <inheritdoc/>
    public string? Open(ReadOnlySpan<byte> sealedSecret, string owner)
    {
        if (sealedSecret.Length < TextAt || sealedSecret[0] != Format) return null;
        if (KeyOf(BinaryPrimitives.ReadInt32BigEndian(sealedSecret[1..])) is not { } key) return null;
        var text = new byte[sealedSecret.Length - TextAt];
        try
        {
            key.Cipher.Decrypt(sealedSecret[NonceAt..TagAt], sealedSecret[TextAt..], sealedSecret[TagAt..TextAt], text, Encoding.UTF8.GetBytes(owner));
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys) key.Dispose();
    }

    private MasterKey? KeyOf(int id)
    {
        foreach (var key in keys)
        {
            if (key.Id == id) return key;
        }
        return null;
    }
}

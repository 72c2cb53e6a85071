using System.Security.Cryptography;

namespace Tandem.Storage.Secrets;

/// <summary>One 256-bit key under which secrets are sealed, and its ciphers: one a thread, because they cannot be shared.</summary>
internal sealed class MasterKey : IDisposable
{
    /// <summary>The key's length in bytes.</summary>
    public const int Length = 32;

    private readonly ThreadLocal<AesGcm> _cipher;

    public MasterKey(int id, byte[] key)
    {
        Id = id;
        _cipher = new ThreadLocal<AesGcm>(() => new AesGcm(key, AesGcm.TagByteSizes.MaxSize), trackAllValues: true);
    }

    /// <summary>Its number in the store, which stands in what it has sealed.</summary>
    public int Id { get; }

    /// <summary>The cipher of the calling thread.</summary>
    public AesGcm Cipher => _cipher.Value!;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cipher in _cipher.Values) cipher.Dispose();
        _cipher.Dispose();
    }
}

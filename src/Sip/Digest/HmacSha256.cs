using System.Security.Cryptography;

namespace Tandem.Sip.Digest;

/// <summary>
/// HMAC-SHA-256 (RFC 2104) under one key, for many short messages: the key's two blocks are hashed once. One instance belongs
/// to one thread.
/// </summary>
internal abstract class HmacSha256 : IDisposable
{
    /// <summary>The length of the code in bytes.</summary>
    public const int Length = 32;

    /// <summary>An instance for a key of at most 64 bytes, by the fastest way this machine has.</summary>
    public static HmacSha256 WithKey(ReadOnlySpan<byte> key) => Libcrypto.IsAvailable ? new LibcryptoHmac(key) : new PlatformHmac(key);

    /// <summary>Writes the code of a message, <see cref="Length"/> bytes.</summary>
    public abstract void Compute(ReadOnlySpan<byte> message, Span<byte> code);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The platform's HMAC.</summary>
internal sealed class PlatformHmac(ReadOnlySpan<byte> key) : HmacSha256
{
    private readonly IncrementalHash _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    public override void Compute(ReadOnlySpan<byte> message, Span<byte> code)
    {
        _hmac.AppendData(message);
        _hmac.GetHashAndReset(code);
    }

    public override void Dispose() => _hmac.Dispose();
}

/// <summary>HMAC over OpenSSL's SHA-256: the states after the inner and the outer key block are kept and copied.</summary>
internal sealed class LibcryptoHmac : HmacSha256
{
    private const int BlockLength = 64;

    private readonly LibcryptoHashState _inner;
    private readonly LibcryptoHashState _outer;
    private readonly LibcryptoHashState _working = new(DigestAlgorithm.Sha256);

    public LibcryptoHmac(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength, nameof(key));
        _inner = AfterKey(key, 0x36);
        _outer = AfterKey(key, 0x5c);
    }

    public override void Compute(ReadOnlySpan<byte> message, Span<byte> code)
    {
        _working.CopyFrom(_inner);
        _working.Append(message);
        _working.End(code);
        _working.CopyFrom(_outer);
        _working.Append(code[..Length]);
        _working.End(code);
    }

    public override void Dispose()
    {
        _inner.Dispose();
        _outer.Dispose();
        _working.Dispose();
    }

    private static LibcryptoHashState AfterKey(ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++) block[i] ^= key[i];
        var state = new LibcryptoHashState(DigestAlgorithm.Sha256);
        state.Append(block);
        CryptographicOperations.ZeroMemory(block);
        return state;
    }
}

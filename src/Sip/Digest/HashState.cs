using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Tandem.Sip.Digest;

/// <summary>A hash that is fed in pieces and begins anew after each digest. One instance belongs to one thread.</summary>
internal abstract class HashState : IDisposable
{
    /// <summary>A state of the algorithm, by the fastest way this machine has.</summary>
    public static HashState Of(DigestAlgorithm algorithm) => Libcrypto.IsAvailable ? new LibcryptoHashState(algorithm) : new PlatformHashState(algorithm);

    /// <summary>Adds bytes.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Writes the digest, 16 or 32 bytes, and begins anew. Returns its length.</summary>
    public abstract int Finish(Span<byte> digest);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The platform's hash.</summary>
internal sealed class PlatformHashState(DigestAlgorithm algorithm) : HashState
{
    private readonly IncrementalHash _hash =
        IncrementalHash.CreateHash(algorithm == DigestAlgorithm.Md5 ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);

    public override void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    public override int Finish(Span<byte> digest) => _hash.GetHashAndReset(digest);

    public override void Dispose() => _hash.Dispose();
}

/// <summary>OpenSSL's hash; its context lies in a pinned array, so nothing has to be freed.</summary>
internal sealed unsafe class LibcryptoHashState : HashState
{
    private const int MostAtOnce = 4096;

    private readonly byte[] _context = GC.AllocateArray<byte>(Libcrypto.ContextLength, pinned: true);
    private readonly bool _isMd5;
    private readonly int _length;

    public LibcryptoHashState(DigestAlgorithm algorithm)
    {
        _isMd5 = algorithm == DigestAlgorithm.Md5;
        _length = algorithm.DigestLength();
        Begin();
    }

    private byte* Context => (byte*)Unsafe.AsPointer(ref _context[0]);

    public override void Append(ReadOnlySpan<byte> bytes)
    {
        // Cut, so that no call is long: the garbage collector waits for it.
        for (; bytes.Length > MostAtOnce; bytes = bytes[MostAtOnce..]) AppendShort(bytes[..MostAtOnce]);
        AppendShort(bytes);
    }

    public override int Finish(Span<byte> digest)
    {
        End(digest);
        Begin();
        return _length;
    }

    /// <summary>Writes the digest; the state is of no use until another's is taken over.</summary>
    public void End(Span<byte> digest)
    {
        if (digest.Length < _length) throw new ArgumentException("The digest does not fit.", nameof(digest));
        fixed (byte* first = digest)
        {
            if (_isMd5) Libcrypto.Md5Final(first, Context);
            else Libcrypto.Sha256Final(first, Context);
        }
    }

    /// <summary>Takes over the state of another of the same algorithm.</summary>
    public void CopyFrom(LibcryptoHashState other) => other._context.CopyTo(_context, 0);

    public override void Dispose() => CryptographicOperations.ZeroMemory(_context);

    private void AppendShort(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            if (_isMd5) Libcrypto.Md5Update(Context, first, (nuint)bytes.Length);
            else Libcrypto.Sha256Update(Context, first, (nuint)bytes.Length);
        }
    }

    private void Begin()
    {
        if (_isMd5) Libcrypto.Md5Init(Context);
        else Libcrypto.Sha256Init(Context);
    }
}

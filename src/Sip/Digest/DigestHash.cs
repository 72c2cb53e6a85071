using System.Security.Cryptography;

namespace Tandem.Sip.Digest;

/// <summary>
/// H(first ":" second ":" …) of RFC 7616 §3.4, without allocation. One instance belongs to one thread: it keeps its hash
/// states, because making one for each digest costs more than the digest.
/// </summary>
public sealed class DigestHash : IDisposable
{
    private readonly HashState _md5 = HashState.Of(DigestAlgorithm.Md5);
    private readonly HashState _sha256 = HashState.Of(DigestAlgorithm.Sha256);
    // Pieces are gathered here, since each step into the hash has a price of its own.
    private readonly byte[] _gathered = new byte[512];
    private int _length;
    private bool _hasPieces;
    private HashState _current;

    /// <summary>Makes the hash objects.</summary>
    public DigestHash() => _current = _md5;

    /// <summary>
    /// HA1 = H(username ":" realm ":" password) in hex (RFC 7616 §3.4.2). Safe from any thread.
    /// </summary>
    /// <returns>The number of hex digits written: 32 or 64.</returns>
    /// <exception cref="ArgumentException"><paramref name="hex"/> is shorter than that.</exception>
    public static int Ha1(
        DigestAlgorithm algorithm,
        ReadOnlySpan<byte> username,
        ReadOnlySpan<byte> realm,
        ReadOnlySpan<byte> password,
        Span<byte> hex)
    {
        var length = username.Length + realm.Length + password.Length + 2;
        var a1 = length <= 512 ? stackalloc byte[length] : new byte[length];
        username.CopyTo(a1);
        a1[username.Length] = (byte)':';
        realm.CopyTo(a1[(username.Length + 1)..]);
        a1[username.Length + 1 + realm.Length] = (byte)':';
        password.CopyTo(a1[^password.Length..]);
        Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxDigestLength];
        var written = algorithm == DigestAlgorithm.Md5 ? MD5.HashData(a1, digest) : SHA256.HashData(a1, digest);
        CryptographicOperations.ZeroMemory(a1);
        return ToHex(digest[..written], hex);
    }

    /// <summary>Starts a digest; pieces of an unfinished one are forgotten.</summary>
    public void Begin(DigestAlgorithm algorithm)
    {
        _current = algorithm == DigestAlgorithm.Md5 ? _md5 : _sha256;
        _length = 0;
        _hasPieces = false;
    }

    /// <summary>Adds a piece, with a colon before it unless it is the first.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_hasPieces) Gather(":"u8);
        _hasPieces = true;
        Gather(piece);
    }

    /// <summary>Ends the digest as bytes, 16 or 32 of them.</summary>
    public int End(Span<byte> digest)
    {
        Flush();
        return _current.Finish(digest);
    }

    /// <summary>Ends the digest as lower-case hex, 32 or 64 digits.</summary>
    public int EndHex(Span<byte> hex)
    {
        Span<byte> digest = stackalloc byte[DigestAlgorithms.MaxDigestLength];
        var length = End(digest);
        return ToHex(digest[..length], hex);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _md5.Dispose();
        _sha256.Dispose();
    }

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _gathered.Length - _length) Flush();
        if (bytes.Length > _gathered.Length)
        {
            _current.Append(bytes);
            return;
        }
        bytes.CopyTo(_gathered.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Flush()
    {
        _current.Append(_gathered.AsSpan(0, _length));
        _length = 0;
    }

    private static int ToHex(ReadOnlySpan<byte> digest, Span<byte> hex)
    {
        if (!Convert.TryToHexStringLower(digest, hex, out var written))
        {
            throw new ArgumentException("The digest needs two bytes for each of its bytes.", nameof(hex));
        }
        return written;
    }
}

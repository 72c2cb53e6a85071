using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Tandem.Sip.Digest;

/// <summary>
/// Issues and recognises nonces without remembering them (RFC 7616 §3.3): a flood of challenges costs no memory.
/// A nonce is  time (48 bits, ms)  instance (16)  running number (48)  MAC (128)  in URL-safe base64, where the MAC is
/// HMAC-SHA-256, cut to 128 bits, over the first three and the client's address. Without the key nobody makes one, and
/// one that was overheard is of no use from another address. The client's port is left out: a NAT may change it.
/// </summary>
/// <remarks>
/// An instance belongs to one thread. Issuers with the same key accept each other's nonces; each needs an instance number
/// of its own, so that no two ever issue the same.
/// </remarks>
public sealed class NonceIssuer : IDisposable
{
    /// <summary>The length of every nonce in bytes of text.</summary>
    public const int Length = RawLength / 3 * 4;

    private const int TimeLength = 6;
    private const int PlainLength = TimeLength + 8;
    private const int MacLength = 16;
    // A multiple of three, so that there is one text only for a nonce.
    private const int RawLength = PlainLength + MacLength;
    private const int RunningBits = 48;

    private readonly HmacSha256 _mac;
    private readonly ulong _instance;
    private ulong _running;

    /// <summary>Makes an issuer.</summary>
    /// <param name="key">The MAC's key: 32 random bytes, made at each start and the same for all issuers of a process.</param>
    /// <param name="instance">A number that no other issuer with this key has.</param>
    public NonceIssuer(ReadOnlySpan<byte> key, ushort instance)
    {
        _mac = HmacSha256.WithKey(key);
        _instance = (ulong)instance << RunningBits;
    }

    /// <summary>Writes a new nonce for the client at this address.</summary>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="source">The client's address as seen on the wire.</param>
    /// <param name="utf8">Where to write, at least <see cref="Length"/> bytes.</param>
    /// <returns>The number of bytes written: always <see cref="Length"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="utf8"/> is shorter.</exception>
    public int Issue(long now, UInt128 source, Span<byte> utf8)
    {
        Span<byte> raw = stackalloc byte[RawLength];
        _running = (_running + 1) & ((1UL << RunningBits) - 1);
        // The serial goes over the time's two spare upper bytes: the time is of 48 bits.
        BinaryPrimitives.WriteInt64BigEndian(raw, now << 16);
        BinaryPrimitives.WriteUInt64BigEndian(raw[TimeLength..], _instance | _running);
        WriteMac(raw[..PlainLength], source, raw[PlainLength..]);
        return Base64Url.EncodeToUtf8(raw, utf8);
    }

    /// <summary>Tells what a nonce is worth.</summary>
    /// <param name="nonce">The nonce as the client gave it back.</param>
    /// <param name="source">The client's address as seen on the wire.</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="lifetime">How long a nonce is valid, in ms; it is stale when it is that old.</param>
    /// <param name="id">Which nonce it is; default when it is forged.</param>
    public NonceVerdict Check(ReadOnlySpan<byte> nonce, UInt128 source, long now, long lifetime, out NonceId id)
    {
        id = default;
        Span<byte> raw = stackalloc byte[RawLength];
        Span<byte> mac = stackalloc byte[MacLength];
        if (nonce.Length != Length || !TryDecode(nonce, raw)) return NonceVerdict.Forged;
        WriteMac(raw[..PlainLength], source, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, raw[PlainLength..])) return NonceVerdict.Forged;
        id = new NonceId(
            BinaryPrimitives.ReadInt64BigEndian(raw) >>> 16, BinaryPrimitives.ReadUInt64BigEndian(raw[TimeLength..]));
        // Another shard's clock may be a little ahead of ours; a nonce from far ahead is from before the clock was set back.
        return Math.Abs(now - id.IssuedAt) < lifetime ? NonceVerdict.Fresh : NonceVerdict.Stale;
    }

    /// <inheritdoc/>
    public void Dispose() => _mac.Dispose();

    private static bool TryDecode(ReadOnlySpan<byte> nonce, Span<byte> raw) =>
        Base64Url.DecodeFromUtf8(nonce, raw, out _, out var length) == OperationStatus.Done && length == RawLength;

    private void WriteMac(ReadOnlySpan<byte> plain, UInt128 source, Span<byte> mac)
    {
        Span<byte> input = stackalloc byte[PlainLength + 16];
        plain.CopyTo(input);
        BinaryPrimitives.WriteUInt128BigEndian(input[PlainLength..], source);
        Span<byte> full = stackalloc byte[HmacSha256.Length];
        _mac.Compute(input, full);
        full[..MacLength].CopyTo(mac);
    }
}

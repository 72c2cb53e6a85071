using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Tandem.Sip.Digest;
using Tandem.Sip.Transactions;

namespace Tandem.Switching.UserAgent;

/// <summary>
/// Makes the To tag of an answer from its transaction's key, so that a request that comes again is answered with the same
/// tag without remembering it (RFC 3261 §8.2.7, §19.3).
/// </summary>
/// <param name="key0">One half of a secret drawn at start.</param>
/// <param name="key1">The other half.</param>
public sealed class ToTags(ulong key0, ulong key1)
{
    /// <summary>The length of every tag: 64 bits in hexadecimal.</summary>
    public const int Length = 16;

    /// <summary>Writes the tag.</summary>
    public void Write(in TransactionKey key, Span<byte> tag)
    {
        var hash = SipHash.Hash64(MemoryMarshal.AsBytes(new ReadOnlySpan<TransactionKey>(in key)), key0, key1);
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, hash);
        Convert.TryToHexStringLower(bytes, tag, out _);
    }
}

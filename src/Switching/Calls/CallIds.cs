using System.Buffers.Binary;
using Tandem.Sip.Digest;

namespace Tandem.Switching.Calls;

/// <summary>
/// Numbers calls: the time in front, so that they sort by it, then what no other run or shard has. In the layout of a UUID of
/// version 7 (RFC 9562 §5.7).
/// </summary>
/// <param name="key0">One half of a secret drawn at start.</param>
/// <param name="key1">The other half.</param>
/// <param name="shard">The shard.</param>
public sealed class CallIds(ulong key0, ulong key1, byte shard)
{
    private ulong _count;

    /// <summary>The next number.</summary>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    public Guid Next(long now)
    {
        Span<byte> input = stackalloc byte[sizeof(ulong) + 1];
        BinaryPrimitives.WriteUInt64LittleEndian(input, ++_count);
        input[^1] = shard;
        var random = SipHash.Hash64(input, key0, key1);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now << 16 | 0x7000 | (_count & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], random & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}

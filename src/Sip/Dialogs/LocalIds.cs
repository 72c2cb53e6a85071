using System.Buffers.Binary;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Dialogs;

/// <summary>Draws the <see cref="LocalId"/>s of one shard: no two are the same for as long as the secret is, and none can be guessed.</summary>
/// <param name="shard">The shard, 0–255.</param>
/// <param name="key0">One half of a secret drawn at start.</param>
/// <param name="key1">The other half.</param>
public sealed class LocalIds(byte shard, ulong key0, ulong key1)
{
    private ulong _count;

    /// <summary>The shard that its numbers carry.</summary>
    public int Shard => shard;

    /// <summary>The next one.</summary>
    public LocalId Next()
    {
        Span<byte> input = stackalloc byte[sizeof(ulong) + 1];
        BinaryPrimitives.WriteUInt64LittleEndian(input, ++_count);
        input[^1] = shard;
        var hash = SipHash.Hash64(input, key0, key1);
        return new LocalId((ulong)shard << 56 | hash >> 8);
    }
}

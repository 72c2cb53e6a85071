using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem.Sip.Digest;

/// <summary>The four words of SipHash-2-4 (Aumasson and Bernstein, 2012, §2) between one word of input and the next.</summary>
/// <remarks>The methods work on locals: rounds on the fields themselves go through memory and take three times as long.</remarks>
internal struct SipHashState(ulong key0, ulong key1)
{
    private ulong _v0 = key0 ^ 0x736f6d6570736575;
    private ulong _v1 = key1 ^ 0x646f72616e646f6d;
    private ulong _v2 = key0 ^ 0x6c7967656e657261;
    private ulong _v3 = key1 ^ 0x7465646279746573;

    /// <summary>Takes one word of input: two rounds.</summary>
    public void Absorb(ulong word)
    {
        var (v0, v1, v2, v3) = (_v0, _v1, _v2, _v3 ^ word);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        (_v0, _v1, _v2, _v3) = (v0 ^ word, v1, v2, v3);
    }

    /// <summary>Takes all whole words of the bytes, each put through <typeparamref name="TFilter"/>.</summary>
    public void AbsorbWords<TFilter>(ReadOnlySpan<byte> bytes) where TFilter : IWordFilter
    {
        var (v0, v1, v2, v3) = (_v0, _v1, _v2, _v3);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            var word = TFilter.Filter(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            v3 ^= word;
            Round(ref v0, ref v1, ref v2, ref v3);
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
        }
        (_v0, _v1, _v2, _v3) = (v0, v1, v2, v3);
    }

    /// <summary>The constant that makes the 128-bit function another one than the 64-bit one, from the first word on.</summary>
    public void BeginWide() => _v1 ^= 0xee;

    /// <summary>Ends the 64-bit function.</summary>
    public ulong End()
    {
        _v2 ^= 0xff;
        return FourRounds();
    }

    /// <summary>Ends the 128-bit function.</summary>
    public (ulong First, ulong Second) EndWide()
    {
        _v2 ^= 0xee;
        var first = FourRounds();
        _v1 ^= 0xdd;
        return (first, FourRounds());
    }

    /// <summary>What is left of the bytes behind their last whole word, 0–7 bytes, as the lower bytes of a word.</summary>
    public static ulong Tail(ReadOnlySpan<byte> bytes)
    {
        var count = bytes.Length % sizeof(ulong);
        if (count == 0) return 0;
        // Of a longer text the last eight bytes are read at once and those that were taken before are shifted out.
        if (bytes.Length > count)
        {
            return BinaryPrimitives.ReadUInt64LittleEndian(bytes[^sizeof(ulong)..]) >> 8 * (sizeof(ulong) - count);
        }
        ulong word = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) word = word << 8 | bytes[i];
        return word;
    }

    private ulong FourRounds()
    {
        var (v0, v1, v2, v3) = (_v0, _v1, _v2, _v3);
        for (var i = 0; i < 4; i++) Round(ref v0, ref v1, ref v2, ref v3);
        (_v0, _v1, _v2, _v3) = (v0, v1, v2, v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v2 += v3;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 = BitOperations.RotateLeft(v2, 32);
    }

    /// <summary>What happens to a word of input before it is hashed.</summary>
    public interface IWordFilter
    {
        /// <summary>The word to be hashed.</summary>
        static abstract ulong Filter(ulong word);
    }

    /// <summary>Nothing happens to it.</summary>
    public readonly struct AsIs : IWordFilter
    {
        /// <inheritdoc/>
        public static ulong Filter(ulong word) => word;
    }

    /// <summary>The letters A–Z in it become a–z.</summary>
    public readonly struct LowerCase : IWordFilter
    {
        // Eight bytes at once: the upper bit of each byte of isUpper says that the byte is one of A–Z; a–z lie 0x20 above.
        /// <inheritdoc/>
        public static ulong Filter(ulong word)
        {
            const ulong Ones = 0x0101010101010101;
            var low = word & (0x7f * Ones);
            var fromA = low + (0x80 - 'A') * Ones;
            var beyondZ = low + (0x7f - 'Z') * Ones;
            var isUpper = fromA & ~beyondZ & ~word & (0x80 * Ones);
            return word | isUpper >> 2;
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;

namespace Tandem.Sip.Digest;

/// <summary>
/// SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash for tables whose keys an attacker chooses. With a secret
/// key nobody can send names or branches that fall into one slot. Not for passwords or signatures.
/// </summary>
public static class SipHash
{
    /// <summary>The 64-bit hash of the bytes under the two halves of a 128-bit key.</summary>
    public static ulong Hash64(ReadOnlySpan<byte> bytes, ulong key0, ulong key1)
    {
        var state = new State(key0, key1);
        var length = bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..]) state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        // The last word carries what is left and, in its top byte, the length.
        var last = (ulong)length << 56;
        for (var i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        state.Absorb(last);
        return state.Finish();
    }

    private ref struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong Finish()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}

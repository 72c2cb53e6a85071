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
        var state = new SipHashState(key0, key1);
        state.AbsorbWords<SipHashState.AsIs>(bytes);
        // The last word carries what is left and, in its top byte, the length.
        state.Absorb((ulong)bytes.Length << 56 | SipHashState.Tail(bytes));
        return state.End();
    }
}

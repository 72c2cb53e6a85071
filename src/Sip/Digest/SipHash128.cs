namespace Tandem.Sip.Digest;

/// <summary>
/// SipHash-2-4 with an output of 128 bits, over pieces: so long that two different inputs never meet, even when somebody
/// tries, as long as the key is secret. For the published function over bytes, the caller's last word holds the remaining
/// bytes and, in its top byte, the length.
/// </summary>
public struct SipHash128
{
    private SipHashState _state;

    /// <summary>Starts a hash under the two halves of a 128-bit key.</summary>
    public SipHash128(ulong key0, ulong key1)
    {
        _state = new SipHashState(key0, key1);
        _state.BeginWide();
    }

    /// <summary>Adds one word.</summary>
    public void Add(ulong word) => _state.Absorb(word);

    /// <summary>Adds bytes, the last word filled up with zeros; where the length counts, the caller adds it.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        _state.AbsorbWords<SipHashState.AsIs>(bytes);
        if (bytes.Length % sizeof(ulong) != 0) _state.Absorb(SipHashState.Tail(bytes));
    }

    /// <summary>The same with the letters A–Z as a–z.</summary>
    public void AddFolded(ReadOnlySpan<byte> bytes)
    {
        _state.AbsorbWords<SipHashState.LowerCase>(bytes);
        if (bytes.Length % sizeof(ulong) != 0) _state.Absorb(SipHashState.LowerCase.Filter(SipHashState.Tail(bytes)));
    }

    /// <summary>Ends the hash.</summary>
    public (ulong First, ulong Second) End() => _state.EndWide();
}

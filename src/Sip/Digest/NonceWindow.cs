namespace Tandem.Sip.Digest;

/// <summary>
/// The counts that were used with one nonce: the greatest, and which of the 63 below it. The anti-replay window of
/// RFC 4303 §3.4.3, because UDP delivers a phone's requests in any order. 32 bytes.
/// </summary>
internal struct NonceWindow(NonceId id)
{
    private const int Width = 64;

    private ulong _used;
    private uint _greatest;

    /// <summary>The nonce.</summary>
    public readonly NonceId Id => id;

    /// <summary>True when the count was not used before; it is from now on.</summary>
    public bool TryUse(uint count)
    {
        if (count > _greatest)
        {
            var ahead = count - _greatest;
            _used = ahead < Width ? _used << (int)ahead | 1 : 1;
            _greatest = count;
            return true;
        }
        var behind = _greatest - count;
        if (behind >= Width) return false;
        var bit = 1UL << (int)behind;
        if ((_used & bit) != 0) return false;
        _used |= bit;
        return true;
    }
}

namespace Tandem.Switching.Numbers;

/// <summary>The lengths that a number may have.</summary>
/// <param name="Bits">Bit n set: n characters are allowed, 1–63; no bit set: every length.</param>
public readonly record struct LengthSet(ulong Bits)
{
    /// <summary>True when a number of that many characters passes.</summary>
    public bool Admits(int length) => Bits == 0 || (length < 64 && (Bits >> length & 1) != 0);
}

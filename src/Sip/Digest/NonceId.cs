namespace Tandem.Sip.Digest;

/// <summary>What tells one nonce from every other that was issued under the same key.</summary>
/// <param name="IssuedAt">When it was issued, in ms since the Unix epoch.</param>
/// <param name="Serial">The issuer's instance number in the upper 16 bits, its running number in the lower 48.</param>
public readonly record struct NonceId(long IssuedAt, ulong Serial);

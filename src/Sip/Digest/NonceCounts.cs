using System.Numerics;

namespace Tandem.Sip.Digest;

/// <summary>
/// Remembers which nonce counts were used with which nonce, so that an overheard request cannot be sent again (RFC 7616
/// §3.4, §5.5). Only nonces that were used successfully are in it: the caller accepts a count after the digest matched.
/// Bounded: beyond the capacity the nonce whose first use is the longest ago is forgotten, and unknown nonces that are
/// not younger than a forgotten one are refused, so that forgetting never lets a replay through. Safe from any thread.
/// </summary>
public sealed class NonceCounts
{
    /// <summary>The default capacity, in nonces.</summary>
    public const int DefaultCapacity = 131_072;

    private const int StripeBits = 6;

    private readonly NonceCountStripe[] _stripes = new NonceCountStripe[1 << StripeBits];

    /// <summary>Makes an empty table.</summary>
    /// <param name="capacity">
    /// How many nonces are remembered at most, about 48 bytes each; 1 or more, rounded up to a power of two of 64 or more.
    /// Memory is taken as it is needed.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1 or beyond 2^30.</exception>
    public NonceCounts(int capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1 << 30);
        var rounded = Math.Max((int)BitOperations.RoundUpToPowerOf2((uint)capacity), _stripes.Length);
        for (var i = 0; i < _stripes.Length; i++) _stripes[i] = new NonceCountStripe(rounded / _stripes.Length);
    }

    /// <summary>How many nonces are remembered.</summary>
    public int Count => _stripes.Sum(stripe => stripe.Count);

    /// <summary>How many nonces were forgotten while they were still valid, since the start.</summary>
    public long ForgottenEarly => _stripes.Sum(stripe => stripe.ForgottenEarly);

    /// <summary>Uses a count of a nonce, if it is new.</summary>
    /// <param name="id">A nonce that the issuer found fresh, in credentials that were verified.</param>
    /// <param name="count">The credentials' nonce count, at least 1.</param>
    /// <param name="now">The time in ms since the Unix epoch.</param>
    /// <param name="lifetime">How long a nonce is valid, in ms; the same as for the issuer.</param>
    public NonceCountVerdict Accept(in NonceId id, uint count, long now, long lifetime)
    {
        var hash = Hash(id);
        return _stripes[hash >> (64 - StripeBits)].Accept(id, hash, count, now, lifetime);
    }

    /// <summary>Says that a count of this nonce is about to be accepted, so that its place comes into the cache meanwhile.</summary>
    public void Expect(in NonceId id)
    {
        var hash = Hash(id);
        _stripes[hash >> (64 - StripeBits)].Expect(hash);
    }

    // The client does not choose a nonce, so nobody can aim at one slot: mixing is enough. The upper bits choose the
    // stripe, the lower the slot (the finalizer of MurmurHash3).
    internal static ulong Hash(in NonceId id)
    {
        var h = id.Serial ^ BitOperations.RotateLeft((ulong)id.IssuedAt, 32);
        h = (h ^ h >> 33) * 0xff51afd7ed558ccd;
        h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53;
        return h ^ h >> 33;
    }
}

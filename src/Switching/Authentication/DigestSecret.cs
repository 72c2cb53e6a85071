using System.Runtime.CompilerServices;
using Tandem.Sip.Digest;

namespace Tandem.Switching.Authentication;

/// <summary>
/// HA1 of one endpoint in one realm (RFC 7616 §3.4.2), kept beside the endpoint so that its password is decrypted once and
/// not for each REGISTER. Good as long as the endpoint has the same sealed password and the realm is the same.
/// </summary>
internal sealed class DigestSecret
{
    private readonly byte[] _sealedPassword;
    private readonly byte[] _realm;
    private readonly DigestAlgorithm _algorithm;
    private readonly Ha1Bytes _ha1;

    public DigestSecret(byte[] sealedPassword, byte[] realm, ReadOnlySpan<byte> ha1, DigestAlgorithm algorithm)
    {
        _sealedPassword = sealedPassword;
        _realm = realm;
        _algorithm = algorithm;
        ha1.CopyTo(_ha1);
    }

    /// <summary>HA1, 16 or 32 bytes.</summary>
    public ReadOnlySpan<byte> Ha1 => ((ReadOnlySpan<byte>)_ha1)[.._algorithm.DigestLength()];

    /// <summary>The secret for another algorithm of the same endpoint, in a chain of two at most.</summary>
    public DigestSecret? Other { get; init; }

    public bool IsOf(byte[]? password, byte[] ofRealm) => ReferenceEquals(password, _sealedPassword) && ofRealm.AsSpan().SequenceEqual(_realm);

    public bool IsFor(DigestAlgorithm other) => _algorithm == other;

    // In the object itself: an array of its own for each of a million phones would be half as much again.
    [InlineArray(DigestAlgorithms.MaxDigestLength)]
    private struct Ha1Bytes
    {
        private byte _first;
    }
}

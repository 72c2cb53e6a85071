using Tandem.Sip.Digest;

namespace Tandem.Switching.Authentication;

/// <summary>
/// HA1 of one endpoint in one realm (RFC 7616 §3.4.2), kept beside the endpoint so that its password is decrypted once and
/// not for each REGISTER. Good as long as the endpoint has the same sealed password and the realm is the same.
/// </summary>
internal sealed class DigestSecret(byte[] sealedPassword, ReadOnlyMemory<byte> realm, byte[] ha1, DigestAlgorithm algorithm)
{
    /// <summary>HA1 as bytes, 16 or 32.</summary>
    public byte[] Ha1 => ha1;

    /// <summary>The secret for another algorithm of the same endpoint, in a chain of two at most.</summary>
    public DigestSecret? Other { get; init; }

    public bool IsOf(byte[]? password, ReadOnlyMemory<byte> ofRealm) => ReferenceEquals(password, sealedPassword) && ofRealm.Span.SequenceEqual(realm.Span);

    public bool IsFor(DigestAlgorithm other) => algorithm == other;
}

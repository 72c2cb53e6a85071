using System.Security.Cryptography;
using System.Text;
using Tandem.Sip.Digest;
using Tandem.Switching.Accounts;
using Tandem.Switching.Gateways;

namespace Tandem.Switching.Authentication;

/// <summary>
/// Gives the HA1 of an endpoint, computing it at its first use. An endpoint that does not exist gets a made-up one, so that
/// the work that follows is the same.
/// </summary>
public sealed class DigestSecrets(ISecretBox secrets)
{
    private readonly byte[] _madeUp = RandomNumberGenerator.GetBytes(DigestAlgorithms.MaxDigestLength);

    /// <summary>Writes HA1 in hex. Returns false when it is made up.</summary>
    /// <param name="endpoint">The endpoint, null when there is none of that name.</param>
    /// <param name="realm">The realm of the challenge, in an array that is not written to any more.</param>
    /// <param name="algorithm">The algorithm of the credentials.</param>
    /// <param name="hex">Where to write: <see cref="DigestAlgorithms.HexLength"/> bytes.</param>
    public bool Ha1(Endpoint? endpoint, byte[] realm, DigestAlgorithm algorithm, Span<byte> hex)
    {
        var secret = endpoint is null ? null : Find(endpoint, realm, algorithm);
        Convert.TryToHexStringLower(secret is null ? _madeUp.AsSpan(0, algorithm.DigestLength()) : secret.Ha1, hex, out _);
        return secret is not null;
    }

    /// <summary>The password that a routing gateway's carrier asks us for; null when there is none, or it does not open.</summary>
    public string? PasswordOf(RoutingGateway gateway) =>
        gateway.SealedPassword is { } sealedPassword ? secrets.Open(sealedPassword, gateway.SecretOwner) : null;

    private DigestSecret? Find(Endpoint endpoint, byte[] realm, DigestAlgorithm algorithm)
    {
        var known = endpoint.DigestSecret;
        if (known is not null && !known.IsOf(endpoint.SealedPassword, realm)) known = null;
        for (var secret = known; secret is not null; secret = secret.Other)
        {
            if (secret.IsFor(algorithm)) return secret;
        }
        if (endpoint.SealedPassword is not { } sealedPassword || secrets.Open(sealedPassword, endpoint.SecretOwner) is not { } password) return null;
        Span<byte> ha1 = stackalloc byte[algorithm.DigestLength()];
        Compute(endpoint.Name, password, realm, algorithm, ha1);
        // Two shards may both come here; both compute the same, and the later write wins.
        return endpoint.DigestSecret = new DigestSecret(sealedPassword, realm, ha1, algorithm) { Other = known };
    }

    private static void Compute(string name, string password, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, Span<byte> ha1)
    {
        Span<byte> hex = stackalloc byte[DigestAlgorithms.MaxHexLength];
        var length = DigestHash.Ha1(algorithm, Encoding.UTF8.GetBytes(name), realm, Encoding.UTF8.GetBytes(password), hex);
        Convert.FromHexString(hex[..length], ha1, out _, out _);
    }
}

using System.Security.Cryptography;

namespace Tandem.Sip.Digest;

/// <summary>
/// Verifies the response of digest credentials (RFC 7616 §3.4.1, RFC 8760): qop auth, auth-int or none (RFC 2069), with or
/// without -sess. The work and its time depend on what the client sent alone, never on the secret or on how much of the
/// response is right; for an unknown user the caller passes a made-up HA1. One instance belongs to one thread.
/// </summary>
public sealed class DigestVerifier : IDisposable
{
    private readonly DigestHash _hash = new();
    private readonly LastHa2 _lastMd5 = new();
    private readonly LastHa2 _lastSha256 = new();

    /// <summary>True when the response is the one that the holder of the secret gives.</summary>
    /// <param name="credentials">Credentials that were read without a rejection.</param>
    /// <param name="method">The request's method as written.</param>
    /// <param name="body">The request's body; only auth-int looks at it.</param>
    /// <param name="ha1">HA1 of the user in hex for the credentials' algorithm and realm (never the -sess form).</param>
    /// <exception cref="ArgumentException"><paramref name="ha1"/> is not as long as the algorithm's hex form.</exception>
    public bool Verify(
        in DigestCredentials credentials, ReadOnlySpan<byte> method, ReadOnlySpan<byte> body, ReadOnlySpan<byte> ha1)
    {
        var algorithm = credentials.Algorithm;
        var hexLength = algorithm.HexLength();
        if (ha1.Length != hexLength) throw new ArgumentException("HA1 is not of the credentials' algorithm.", nameof(ha1));

        Span<byte> room = stackalloc byte[2 * DigestAlgorithms.MaxHexLength];
        var a1 = room[..hexLength];
        ha1.CopyTo(a1);
        if (credentials.IsSession) SessionHa1(credentials, a1);
        var ha2 = room.Slice(hexLength, hexLength);
        Ha2(credentials, method, body, ha2);

        Span<byte> expected = stackalloc byte[DigestAlgorithms.MaxDigestLength];
        var length = Response(credentials, a1, ha2, expected);
        Span<byte> given = stackalloc byte[DigestAlgorithms.MaxDigestLength];
        Convert.FromHexString(credentials.Response, given, out _, out var givenLength);
        return CryptographicOperations.FixedTimeEquals(expected[..length], given[..givenLength]);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    // A1 = H(username ":" realm ":" password) ":" nonce ":" cnonce (RFC 7616 §3.4.2). Each request is taken as a session of
    // its own, with the nonces it carries: so SIP clients do it.
    private void SessionHa1(in DigestCredentials credentials, Span<byte> ha1)
    {
        _hash.Begin(credentials.Algorithm);
        _hash.Add(ha1);
        _hash.Add(credentials.Nonce);
        _hash.Add(credentials.Cnonce);
        _hash.EndHex(ha1);
    }

    // A2 = Method ":" uri, and with auth-int ":" H(body) (RFC 7616 §3.4.3).
    private void Ha2(in DigestCredentials credentials, ReadOnlySpan<byte> method, ReadOnlySpan<byte> body, Span<byte> hex)
    {
        var algorithm = credentials.Algorithm;
        var withBody = credentials.Qop == DigestQop.AuthInt;
        var last = algorithm == DigestAlgorithm.Md5 ? _lastMd5 : _lastSha256;
        if (!withBody && last.TryGet(method, credentials.Uri, hex)) return;

        Span<byte> bodyHash = stackalloc byte[DigestAlgorithms.MaxHexLength];
        if (withBody)
        {
            _hash.Begin(algorithm);
            _hash.Add(body);
            _hash.EndHex(bodyHash);
        }
        _hash.Begin(algorithm);
        _hash.Add(method);
        _hash.Add(credentials.Uri);
        if (withBody) _hash.Add(bodyHash[..hex.Length]);
        _hash.EndHex(hex);
        if (!withBody) last.Set(method, credentials.Uri, hex);
    }

    // response = H(HA1 ":" nonce ":" nc ":" cnonce ":" qop ":" HA2) (RFC 7616 §3.4.1); without a qop
    // H(HA1 ":" nonce ":" HA2) (RFC 2617 §3.2.2.1).
    private int Response(in DigestCredentials credentials, ReadOnlySpan<byte> ha1, ReadOnlySpan<byte> ha2, Span<byte> digest)
    {
        _hash.Begin(credentials.Algorithm);
        _hash.Add(ha1);
        _hash.Add(credentials.Nonce);
        if (credentials.Qop != DigestQop.None)
        {
            _hash.Add(credentials.NonceCountText);
            _hash.Add(credentials.Cnonce);
            _hash.Add(credentials.QopText);
        }
        _hash.Add(ha2);
        return _hash.End(digest);
    }
}

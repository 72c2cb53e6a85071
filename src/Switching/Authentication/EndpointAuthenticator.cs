using Tandem.Sip.Digest;
using Tandem.Sip.Flows;
using Tandem.Sip.Messages;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;

namespace Tandem.Switching.Authentication;

/// <summary>
/// Checks the digest credentials of a request (RFC 3261 §22, RFC 8760). The nonce comes first: a wrong response counts only
/// when it carries a nonce that was issued to that very address, so nobody fails in the name of an address he does not
/// hold. One instance belongs to one shard.
/// </summary>
public sealed class EndpointAuthenticator(NonceIssuer issuer, NonceCounts counts, DigestSecrets secrets) : IDisposable
{
    /// <summary>The room that credentials with escapes in them may need, in bytes.</summary>
    public const int ScratchLength = 512;

    private readonly DigestVerifier _verifier = new();

    /// <summary>Checks the credentials for an endpoint.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The endpoint's name as the request has it; the user name of the credentials must be the same.</param>
    /// <param name="endpoint">The endpoint, null when there is none of that name: the work is the same.</param>
    /// <param name="realm">Our realm for this request.</param>
    /// <param name="source">Where the request came from.</param>
    /// <param name="now">Milliseconds since the Unix epoch.</param>
    /// <param name="settings">The parameters in force.</param>
    public AuthenticationVerdict Check(SipMessage request, ReadOnlySpan<byte> name, Endpoint? endpoint, byte[] realm,
        in IpEndpoint source, long now, RegistrarSettings settings)
    {
        Span<byte> scratch = stackalloc byte[ScratchLength];
        return TryFind(request, realm, settings, scratch, out var credentials)
            ? Check(request, credentials, name, endpoint, realm, source, now, settings)
            : AuthenticationVerdict.NoCredentials;
    }

    /// <summary>Checks credentials that <see cref="TryFind"/> has found; the rest as above.</summary>
    public AuthenticationVerdict Check(SipMessage request, in DigestCredentials credentials, ReadOnlySpan<byte> name, Endpoint? endpoint, byte[] realm,
        in IpEndpoint source, long now, RegistrarSettings settings)
    {
        if (issuer.Check(credentials.Nonce, source.Address, now, settings.NonceLifetime, out var nonce) != NonceVerdict.Fresh)
            return AuthenticationVerdict.Stale;

        counts.Expect(nonce);
        var algorithm = credentials.Algorithm;
        Span<byte> ha1 = stackalloc byte[DigestAlgorithms.MaxHexLength];
        ha1 = ha1[..algorithm.HexLength()];
        var named = credentials.Username.SequenceEqual(name);
        var real = secrets.Ha1(named ? endpoint : null, realm, algorithm, ha1);
        var verified = _verifier.Verify(credentials, request.MethodName, request.Body, ha1);
        if (!(verified & real)) return AuthenticationVerdict.Wrong;

        return counts.Accept(nonce, credentials.NonceCount, now, settings.NonceLifetime) switch
        {
            NonceCountVerdict.Accepted => AuthenticationVerdict.Right,
            NonceCountVerdict.Replayed => AuthenticationVerdict.Replayed,
            _ => AuthenticationVerdict.Stale,
        };
    }

    /// <summary>
    /// Writes one WWW-Authenticate for each algorithm offered, all with one fresh nonce; Proxy-Authenticate in a 407.
    /// </summary>
    public void WriteChallenge(ref ResponseWriter writer, ReadOnlySpan<DigestAlgorithm> algorithms, ReadOnlySpan<byte> realm, in IpEndpoint source, bool stale, long now,
        bool asProxy = false)
    {
        Span<byte> nonce = stackalloc byte[NonceIssuer.Length];
        issuer.Issue(now, source.Address, nonce);
        // Twice the realm for its escapes, beside what the rest of the header needs.
        Span<byte> value = stackalloc byte[200 + 2 * 128];
        foreach (var algorithm in algorithms)
        {
            var length = DigestChallenge.Write(value, algorithm, realm, nonce, stale);
            writer.Header(asProxy ? "Proxy-Authenticate"u8 : "WWW-Authenticate"u8, value[..length]);
        }
    }

    /// <summary>
    /// Finds our credentials among those of a request, of a user agent or of a proxy: it may carry some for several realms and
    /// algorithms (RFC 3261 §22.3, RFC 8760 §2.4), and ours are the first for our realm with an algorithm that we offer.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="realm">Our realm for this request.</param>
    /// <param name="settings">The parameters in force.</param>
    /// <param name="scratch">Room for values with escapes, <see cref="ScratchLength"/> bytes; what is found may point into it.</param>
    /// <param name="found">The credentials.</param>
    public static bool TryFind(SipMessage request, ReadOnlySpan<byte> realm, RegistrarSettings settings, Span<byte> scratch, out DigestCredentials found)
    {
        found = default;
        if (!request.Has(HeaderName.Authorization) && !request.Has(HeaderName.ProxyAuthorization)) return false;
        for (var i = 0; i < request.HeaderCount; i++)
        {
            if (request.NameAt(i) is not (HeaderName.Authorization or HeaderName.ProxyAuthorization)) continue;
            if (DigestCredentials.Parse(request.ValueAt(i), scratch, out found) == CredentialsRejection.None
                && found.Realm.SequenceEqual(realm) && settings.Algorithms.AsSpan().Contains(found.Algorithm)) return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _verifier.Dispose();
        issuer.Dispose();
    }
}

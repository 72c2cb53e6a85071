using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

/// <summary>The budget of the hot path: a challenge, and the verification of its answer, allocate nothing.</summary>
public class DigestAllocationTests
{
    private const long Now = 1_800_000_000_000;

    [Fact]
    public void A_challenge_and_the_verification_of_its_answer_allocate_nothing()
    {
        using var issuer = new NonceIssuer(new byte[32], 1);
        using var verifier = new DigestVerifier();
        var counts = new NonceCounts(64);
        var time = Now;
        for (var i = 0; i < 2000; i++) Round(issuer, verifier, counts, time += 10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 2000; i++) Round(issuer, verifier, counts, time += 10);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Round(NonceIssuer issuer, DigestVerifier verifier, NonceCounts counts, long now)
    {
        Span<byte> nonce = stackalloc byte[NonceIssuer.Length];
        Span<byte> value = stackalloc byte[512];
        Span<byte> scratch = stackalloc byte[512];
        Span<byte> ha1 = stackalloc byte[DigestAlgorithms.MaxHexLength];
        issuer.Issue(now, 1, nonce);
        DigestChallenge.Write(value, DigestAlgorithm.Sha256, "example.com"u8, nonce, stale: false);
        issuer.Check(nonce, 1, now, 300_000, out var id);
        var header = "Digest username=\"10\\01\", realm=\"r\", nonce=\"n\", uri=\"sip:r\", qop=auth-int, nc=00000001, "u8;
        var response = "cnonce=\"c\", algorithm=MD5-sess, response=\"0123456789abcdef0123456789abcdef\""u8;
        header.CopyTo(value);
        response.CopyTo(value[header.Length..]);
        DigestCredentials.Parse(value[..(header.Length + response.Length)], scratch, out var credentials);
        var length = DigestHash.Ha1(credentials.Algorithm, credentials.Username, credentials.Realm, "secret"u8, ha1);
        verifier.Verify(credentials, "REGISTER"u8, [], ha1[..length]);
        counts.Accept(id, credentials.NonceCount, now, 300_000);
    }
}

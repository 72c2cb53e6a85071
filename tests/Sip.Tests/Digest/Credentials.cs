using System.Security.Cryptography;
using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

/// <summary>Header values and digests as a client makes them, by string concatenation and one-shot hashes.</summary>
internal static class Credentials
{
    public static string Hash(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }

    public static bool Verify(
        string header, string method, string body, DigestAlgorithm algorithm, string user, string realm, string password)
    {
        using var verifier = new DigestVerifier();
        return Verify(verifier, header, method, body, algorithm, user, realm, password);
    }

    public static bool Verify(
        DigestVerifier verifier, string header, string method, string body, DigestAlgorithm algorithm, string user, string realm,
        string password)
    {
        var rejection = DigestCredentials.Parse(Encoding.UTF8.GetBytes(header), new byte[512], out var credentials);
        Assert.Equal(CredentialsRejection.None, rejection);
        Assert.Equal(algorithm, credentials.Algorithm);
        var ha1 = new byte[algorithm.HexLength()];
        DigestHash.Ha1(algorithm, Bytes(user), Bytes(realm), Bytes(password), ha1);
        return verifier.Verify(credentials, Bytes(method), Bytes(body), ha1);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}

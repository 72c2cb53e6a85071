using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class DigestChallengeTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Md5, false, "algorithm=MD5, qop=\"auth,auth-int\"")]
    [InlineData(DigestAlgorithm.Sha256, true, "algorithm=SHA-256, qop=\"auth,auth-int\", stale=true")]
    public void A_challenge_names_what_a_client_needs(DigestAlgorithm algorithm, bool stale, string value) =>
        Assert.Equal("Digest realm=\"example.com\", nonce=\"n\", " + value, Write(256, algorithm, "example.com", stale));

    [Fact]
    public void Quotes_and_backslashes_of_the_realm_are_escaped() =>
        Assert.StartsWith("Digest realm=\"a\\\"b\\\\c\", nonce=", Write(256, DigestAlgorithm.Md5, "a\"b\\c", false));

    [Fact]
    public void The_strongest_algorithm_is_offered_first() =>
        Assert.Equal([DigestAlgorithm.Sha256, DigestAlgorithm.Md5], DigestAlgorithms.StrongestFirst.ToArray());

    [Fact]
    public void Nothing_is_written_where_the_whole_does_not_fit()
    {
        var whole = Write(256, DigestAlgorithm.Sha256, "a\"b", true).Length;
        for (var room = 0; room < whole; room++) Assert.Equal("", Write(room, DigestAlgorithm.Sha256, "a\"b", true));
        Assert.Equal(whole, Write(whole, DigestAlgorithm.Sha256, "a\"b", true).Length);
    }

    private static string Write(int room, DigestAlgorithm algorithm, string realm, bool stale)
    {
        var to = new byte[room];
        return Encoding.UTF8.GetString(to, 0, DigestChallenge.Write(to, algorithm, Encoding.UTF8.GetBytes(realm), "n"u8, stale));
    }
}

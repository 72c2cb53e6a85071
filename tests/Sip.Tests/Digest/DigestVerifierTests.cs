using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class DigestVerifierTests
{
    private const string Rfc2617 =
        "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
        + "uri=\"/dir/index.html\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", "
        + "response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";

    [Fact]
    public void The_example_of_RFC_2617_section_3_5_verifies() =>
        Assert.True(VerifyMufasa(Rfc2617));

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_examples_of_RFC_7616_section_3_9_1_verify(DigestAlgorithm algorithm, string name, string response) =>
        Assert.True(Credentials.Verify(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=" + name
            + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
            + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" + response
            + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            "GET", "", algorithm, "Mufasa", "http-auth@example.org", "Circle of Life"));

    [Fact]
    public void The_example_of_RFC_2069_section_2_4_verifies_with_the_response_of_its_erratum() =>
        Assert.True(Credentials.Verify(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", "
            + "uri=\"/dir/index.html\", response=\"1949323746fe6a43ef61f9606e7febea\"",
            "GET", "", DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "CircleOfLife"));

    public static TheoryData<DigestAlgorithm, string, bool> Kinds()
    {
        var kinds = new TheoryData<DigestAlgorithm, string, bool>();
        foreach (var algorithm in DigestAlgorithms.StrongestFirst)
        {
            foreach (var qop in new[] { "", "auth", "auth-int" })
            {
                kinds.Add(algorithm, qop, false);
                kinds.Add(algorithm, qop, true);
            }
        }
        return kinds;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_digest_verifies_and_no_changed_one_does(DigestAlgorithm algorithm, string qop, bool session)
    {
        const string Body = "v=0";
        var header = Header(algorithm, qop, session, "secret", "REGISTER", Body);

        Assert.True(Verify(header, "REGISTER", Body, "secret"));
        Assert.False(Verify(header, "REGISTER", Body, "Secret"));
        Assert.False(Verify(header, "INVITE", Body, "secret"));
        Assert.False(Verify(header.Replace("uri=\"sip:", "uri=\"sips:"), "REGISTER", Body, "secret"));
        Assert.False(Verify(header.Replace("nonce=\"n\"", "nonce=\"m\""), "REGISTER", Body, "secret"));
        Assert.Equal(qop != "auth-int", Verify(header, "REGISTER", "v=1", "secret"));
        if (qop != "") Assert.False(Verify(header.Replace("nc=00000001", "nc=00000002"), "REGISTER", Body, "secret"));

        bool Verify(string changed, string method, string body, string password) =>
            Credentials.Verify(changed, method, body, algorithm, "1001", "example.com", password);
    }

    [Fact]
    public void A_response_wrong_in_any_one_digit_does_not_verify()
    {
        var start = Rfc2617.IndexOf("6629fae4", StringComparison.Ordinal);
        for (var i = start; i < start + 32; i++)
        {
            var wrong = Rfc2617[i] == '0' ? '1' : '0';
            var header = Rfc2617[..i] + wrong + Rfc2617[(i + 1)..];
            Assert.False(VerifyMufasa(header));
        }
    }

    [Fact]
    public void A_response_in_upper_case_verifies()
    {
        var header = Rfc2617.Replace("6629fae49393a05397450978507c4ef1", "6629FAE49393A05397450978507C4EF1");
        Assert.True(VerifyMufasa(header));
    }

    [Fact]
    public void A_user_name_with_a_quote_in_it_is_hashed_without_its_escape()
    {
        var ha1 = Credentials.Hash(DigestAlgorithm.Md5, "a\"b\\c:example.com:secret");
        var ha2 = Credentials.Hash(DigestAlgorithm.Md5, "REGISTER:sip:example.com");
        var response = Credentials.Hash(DigestAlgorithm.Md5, $"{ha1}:n:{ha2}");
        var header = "Digest username=\"a\\\"b\\\\c\", realm=\"example.com\", nonce=\"n\", uri=\"sip:example.com\", response=\""
            + response + "\"";

        Assert.True(Credentials.Verify(header, "REGISTER", "", DigestAlgorithm.Md5, "a\"b\\c", "example.com", "secret"));
    }

    [Fact]
    public void One_verifier_keeps_apart_the_uris_methods_and_algorithms_of_the_requests_it_sees_in_turn()
    {
        using var verifier = new DigestVerifier();
        for (var i = 0; i < 64; i++)
        {
            var algorithm = (i & 1) == 0 ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256;
            var method = (i & 2) == 0 ? "REGISTER" : "SUBSCRIBE";
            var qop = (i & 4) == 0 ? "auth" : "auth-int";
            var uri = "sip:example.com" + new string('x', (i & 8) == 0 ? 0 : 300);
            var header = Header(algorithm, qop, false, "secret", method, "", uri);
            Assert.True(Credentials.Verify(verifier, header, method, "", algorithm, "1001", "example.com", "secret"));
            var other = "R" + method[1..^1];
            Assert.False(Credentials.Verify(verifier, header, other, "", algorithm, "1001", "example.com", "secret"));
        }
    }

    [Fact]
    public void Pieces_longer_than_the_room_for_gathering_are_hashed_whole()
    {
        using var hash = new DigestHash();
        foreach (var length in new[] { 0, 1, 509, 510, 511, 512, 513, 2000 })
        {
            var text = new string('p', length);
            hash.Begin(DigestAlgorithm.Sha256);
            hash.Add("ab"u8);
            hash.Add(Encoding.UTF8.GetBytes(text));
            hash.Add("c"u8);
            var hex = new byte[64];
            hash.EndHex(hex);
            Assert.Equal(Credentials.Hash(DigestAlgorithm.Sha256, $"ab:{text}:c"), Encoding.ASCII.GetString(hex));
        }
    }

    [Fact]
    public void A_password_of_any_length_gives_its_HA1()
    {
        foreach (var length in new[] { 0, 1, 500, 1000 })
        {
            var password = new string('p', length);
            var hex = new byte[32];
            Assert.Equal(32, DigestHash.Ha1(DigestAlgorithm.Md5, "u"u8, "r"u8, Encoding.UTF8.GetBytes(password), hex));
            Assert.Equal(Credentials.Hash(DigestAlgorithm.Md5, "u:r:" + password), Encoding.ASCII.GetString(hex));
        }
    }

    private static bool VerifyMufasa(string header) =>
        Credentials.Verify(header, "GET", "", DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life");

    private static string Header(
        DigestAlgorithm algorithm,
        string qop,
        bool session,
        string password,
        string method,
        string body,
        string uri = "sip:example.com")
    {
        var ha1 = Credentials.Hash(algorithm, "1001:example.com:" + password);
        if (session) ha1 = Credentials.Hash(algorithm, $"{ha1}:n:c");
        var a2 = $"{method}:{uri}" + (qop == "auth-int" ? ":" + Credentials.Hash(algorithm, body) : "");
        var ha2 = Credentials.Hash(algorithm, a2);
        var response = Credentials.Hash(algorithm, qop == "" ? $"{ha1}:n:{ha2}" : $"{ha1}:n:00000001:c:{qop}:{ha2}");
        var name = Encoding.ASCII.GetString(algorithm.Name()) + (session ? "-sess" : "");
        return $"Digest username=\"1001\", realm=\"example.com\", nonce=\"n\", uri=\"{uri}\", response=\"{response}\", "
            + $"algorithm={name}" + (qop == "" ? ", cnonce=\"c\"" : $", qop={qop}, nc=00000001, cnonce=\"c\"");
    }
}

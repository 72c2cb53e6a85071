using System.Text;
using Tandem.Sip.Digest;

namespace Tandem.Sip.Tests.Digest;

public class DigestCredentialsTests
{
    private const string Whole =
        "Digest username=\"1001\", realm=\"example.com\", nonce=\"bm9uY2U\", uri=\"sip:example.com\", "
        + "response=\"0123456789abcdef0123456789ABCDEF\", algorithm=MD5, cnonce=\"c,=\", opaque=\"o\", qop=auth, nc=0000000a";

    [Fact]
    public void Every_parameter_is_read()
    {
        Assert.Equal(CredentialsRejection.None, Parse(Whole, out var credentials));
        Assert.Equal("1001", Text(credentials.Username));
        Assert.Equal("example.com", Text(credentials.Realm));
        Assert.Equal("bm9uY2U", Text(credentials.Nonce));
        Assert.Equal("sip:example.com", Text(credentials.Uri));
        Assert.Equal("0123456789abcdef0123456789ABCDEF", Text(credentials.Response));
        Assert.Equal("c,=", Text(credentials.Cnonce));
        Assert.Equal("o", Text(credentials.Opaque));
        Assert.Equal("0000000a", Text(credentials.NonceCountText));
        Assert.Equal(10u, credentials.NonceCount);
        Assert.Equal(DigestQop.Auth, credentials.Qop);
        Assert.Equal("auth", Text(credentials.QopText));
        Assert.Equal(DigestAlgorithm.Md5, credentials.Algorithm);
        Assert.False(credentials.IsSession);
    }

    [Theory]
    [InlineData("username=\"1001\"", "USERNAME = \"1001\"")]
    [InlineData("username=\"1001\"", "username\r\n =\r\n\t\"1001\"")]
    [InlineData("uri=\"sip:example.com\"", "uri=sip:example.com")]
    [InlineData("qop=auth", "qop=\"auth\"")]
    [InlineData("nc=0000000a", "nc=\"a\"")]
    [InlineData("Digest ", "dIGEST\t ")]
    [InlineData("opaque=\"o\"", "opaque=\"o\", extension=1, extension=\"two\"")]
    [InlineData("opaque=\"o\"", "opaque=\"o\",, ,")]
    [InlineData("algorithm=MD5", "algorithm=\"md5\"")]
    [InlineData("algorithm=MD5, ", "")]
    public void The_forms_that_phones_write_mean_the_same(string part, string form)
    {
        Assert.Contains(part, Whole);
        Assert.Equal(CredentialsRejection.None, Parse(Whole.Replace(part, form), out var credentials));
        Assert.Equal("1001", Text(credentials.Username));
        Assert.Equal("sip:example.com", Text(credentials.Uri));
        Assert.Equal(DigestQop.Auth, credentials.Qop);
        Assert.Equal(DigestAlgorithm.Md5, credentials.Algorithm);
        Assert.Equal(10u, credentials.NonceCount);
    }

    [Theory]
    [InlineData("Digest ", "Basic ", CredentialsRejection.NotDigest)]
    [InlineData("Digest ", "Digest", CredentialsRejection.NotDigest)]
    [InlineData("Digest ", "Digest;", CredentialsRejection.NotDigest)]
    [InlineData("username=\"1001\"", "username", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "username=", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "username=\"1001\" x", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "user name=\"1001\"", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "=\"1001\"", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "username=\"10\n01\"", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "username=\"10\\\u000001\"", CredentialsRejection.Malformed)]
    [InlineData("username=\"1001\"", "username=10\"01", CredentialsRejection.Malformed)]
    [InlineData("nc=0000000a", "nc=\"0000000a", CredentialsRejection.Malformed)]
    [InlineData("nc=0000000a", "nc=\"0000000a\\", CredentialsRejection.Malformed)]
    [InlineData("nc=0000000a", "nc=\"0000000a\\\"", CredentialsRejection.Malformed)]
    [InlineData("opaque=\"o\"", "nonce=\"n\"", CredentialsRejection.DuplicateParameter)]
    [InlineData("username=\"1001\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData("realm=\"example.com\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData("nonce=\"bm9uY2U\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData("uri=\"sip:example.com\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData("response=\"0123456789abcdef0123456789ABCDEF\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData("cnonce=\"c,=\", ", "", CredentialsRejection.MissingParameter)]
    [InlineData(", nc=0000000a", "", CredentialsRejection.MissingParameter)]
    [InlineData("algorithm=MD5", "algorithm=SHA-512-256", CredentialsRejection.UnknownAlgorithm)]
    [InlineData("algorithm=MD5", "algorithm=-sess", CredentialsRejection.UnknownAlgorithm)]
    [InlineData("qop=auth", "qop=\"auth,auth-int\"", CredentialsRejection.UnknownQop)]
    [InlineData("nc=0000000a", "nc=00000000", CredentialsRejection.BadNonceCount)]
    [InlineData("nc=0000000a", "nc=0000000001", CredentialsRejection.BadNonceCount)]
    [InlineData("nc=0000000a", "nc=1g", CredentialsRejection.BadNonceCount)]
    [InlineData("nc=0000000a", "nc=-1", CredentialsRejection.BadNonceCount)]
    [InlineData("algorithm=MD5", "algorithm=SHA-256", CredentialsRejection.BadResponse)]
    [InlineData("ABCDEF\"", "ABCDE\"", CredentialsRejection.BadResponse)]
    [InlineData("ABCDEF\"", "ABCDEG\"", CredentialsRejection.BadResponse)]
    public void Each_fault_has_its_name(string part, string form, CredentialsRejection rejection)
    {
        Assert.Contains(part, Whole);
        Assert.Equal(rejection, Parse(Whole.Replace(part, form), out _));
    }

    [Fact]
    public void Without_a_qop_the_nonce_is_good_for_one_request()
    {
        Assert.Equal(CredentialsRejection.None, Parse(Whole.Replace(", qop=auth, nc=0000000a", ""), out var credentials));
        Assert.Equal(DigestQop.None, credentials.Qop);
        Assert.Equal(1u, credentials.NonceCount);
        Assert.Equal(CredentialsRejection.None, Parse(Whole.Replace(", qop=auth", ""), out credentials));
        Assert.Equal(1u, credentials.NonceCount);
    }

    [Fact]
    public void A_session_needs_a_client_nonce_even_without_a_qop()
    {
        var session = Whole.Replace("=MD5", "=MD5-sess").Replace(", qop=auth, nc=0000000a", "");
        Assert.Equal(CredentialsRejection.None, Parse(session, out var credentials));
        Assert.True(credentials.IsSession);
        Assert.Equal(CredentialsRejection.MissingParameter, Parse(session.Replace("cnonce=\"c,=\", ", ""), out _));
    }

    [Fact]
    public void Escapes_are_taken_out_and_need_just_the_room_of_what_is_left()
    {
        var value = Encoding.UTF8.GetBytes(
            Whole.Replace("\"1001\"", "\"\\\"a\\\\b\"").Replace("\"example.com\"", "\"e\\x\""));

        Assert.Equal(CredentialsRejection.None, DigestCredentials.Parse(value, new byte[6], out var credentials));
        Assert.Equal("\"a\\b", Text(credentials.Username));
        Assert.Equal("ex", Text(credentials.Realm));
        Assert.Equal(CredentialsRejection.TooLong, DigestCredentials.Parse(value, new byte[5], out _));
    }

    [Fact]
    public void Every_prefix_and_every_change_of_one_byte_is_read_or_rejected_without_an_exception()
    {
        // The response last, so that no prefix is whole.
        var value = Encoding.UTF8.GetBytes(
            "Digest username=\"1\\\"1\", realm=\"r\", nonce=\"n\", uri=\"sip:r\", algorithm=MD5-sess, cnonce=\"c,=\", "
            + "qop=auth-int, nc=0000000a, opaque=\"o\", response=\"0123456789abcdef0123456789ABCDEF\"");
        var scratch = new byte[value.Length];
        for (var length = 0; length < value.Length; length++)
        {
            var rejection = DigestCredentials.Parse(value.AsSpan(0, length), scratch, out _);
            Assert.NotEqual(CredentialsRejection.None, rejection);
        }
        for (var i = 0; i < value.Length; i++)
        {
            var original = value[i];
            for (var b = 0; b < 256; b++)
            {
                value[i] = (byte)b;
                var rejection = DigestCredentials.Parse(value, scratch, out var credentials);
                if (rejection == CredentialsRejection.None) AssertUsable(credentials);
            }
            value[i] = original;
        }
    }

    [Fact]
    public void Randomly_mangled_values_are_read_or_rejected_without_an_exception()
    {
        var random = new Random(8760);
        var alphabet = "\"\\,= \t\r\nDigestnonceqopuri0aF\0\u007f"u8.ToArray();
        var scratch = new byte[512];
        for (var round = 0; round < 50_000; round++)
        {
            var value = Encoding.UTF8.GetBytes(Whole);
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                value[random.Next(7, value.Length)] = alphabet[random.Next(alphabet.Length)];
            }
            var rejection = DigestCredentials.Parse(value.AsSpan(0, random.Next(value.Length + 1)), scratch, out var credentials);
            if (rejection == CredentialsRejection.None) AssertUsable(credentials);
        }
    }

    private static void AssertUsable(in DigestCredentials credentials)
    {
        Assert.Equal(credentials.Algorithm.HexLength(), credentials.Response.Length);
        Assert.NotEqual(0u, credentials.NonceCount);
        using var verifier = new DigestVerifier();
        Assert.False(verifier.Verify(credentials, "REGISTER"u8, [], new byte[credentials.Algorithm.HexLength()]));
    }

    private static CredentialsRejection Parse(string value, out DigestCredentials credentials) =>
        DigestCredentials.Parse(Encoding.UTF8.GetBytes(value), new byte[value.Length], out credentials);

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}

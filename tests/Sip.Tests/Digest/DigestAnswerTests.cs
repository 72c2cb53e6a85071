using System.Text;
using Tandem.Sip.Digest;
using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;

namespace Tandem.Sip.Tests.Digest;

public class DigestAnswerTests
{
    private const string Sha256 = "Digest realm=\"carrier\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth,auth-int\", opaque=\"o\"";
    private const string Md5 = "Digest realm=\"carrier\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    [Theory]
    [InlineData(DigestAlgorithm.Md5, Md5)]
    [InlineData(DigestAlgorithm.Sha256, Sha256)]
    [InlineData(DigestAlgorithm.Sha256, Md5, Sha256)]
    [InlineData(DigestAlgorithm.Sha256, Sha256, Md5)]
    [InlineData(DigestAlgorithm.Md5, "Digest realm=\"carrier\",nonce=\"n\"")]
    [InlineData(DigestAlgorithm.Md5, "dIGEST\tQOP = \" Auth-int , AUTH \" , Realm=\"carrier\" , Nonce=\"n\", algorithm=md5")]
    [InlineData(DigestAlgorithm.Md5, "Digest realm=\"carrier\", nonce=\"n\", Digest realm=\"other\", nonce=\"m\"")]
    [InlineData(DigestAlgorithm.Md5, "Basic realm=\"carrier\"", "Digest realm=\"carrier\", nonce=\"n\", algorithm=SHA-512-256", Md5)]
    public void The_strongest_challenge_that_is_known_is_answered_rightly(DigestAlgorithm algorithm, params string[] challenges)
    {
        var answer = Answer("401 Unauthorized", challenges)!;
        var header = Header(answer, "Authorization: ");
        Assert.True(Credentials.Verify(header, "REGISTER", "", algorithm, "user", "carrier", "secret"), header);
        Assert.False(Credentials.Verify(header, "REGISTER", "", algorithm, "user", "carrier", "Secret"));
        Assert.False(answer.IsForProxy);
    }

    [Fact]
    public void Uses_of_one_nonce_are_counted()
    {
        var answer = Answer("401 Unauthorized", [Md5])!;
        Assert.Contains(", nc=00000001", Header(answer, "Authorization: "));
        var second = Header(answer, "Authorization: ");
        Assert.Contains(", qop=auth, cnonce=\"00000000000000ff\", nc=00000002", second);
        Assert.True(Credentials.Verify(second, "REGISTER", "", DigestAlgorithm.Md5, "user", "carrier", "secret"));
    }

    [Fact]
    public void Without_a_qop_neither_count_nor_client_nonce_is_sent()
    {
        var header = Header(Answer("401 Unauthorized", ["Digest realm=\"carrier\", nonce=\"n\""])!, "Authorization: ");
        Assert.DoesNotContain("nc=", header);
        Assert.DoesNotContain("cnonce", header);
    }

    [Fact]
    public void What_is_opaque_and_what_is_escaped_goes_back_as_it_came() => Assert.StartsWith(
        "Digest username=\"user\", realm=\"a \\\"b\\\" c\", nonce=\"n\\\\\", uri=\"sip:carrier.net\", response=\"",
        Header(Answer("401 Unauthorized", ["Digest realm=\"a \\\"b\\\" c\", nonce=\"n\\\\\", opaque=\"x y\""])!, "Authorization: ", ", opaque=\"x y\""));

    [Fact]
    public void A_proxy_is_answered_in_its_own_field()
    {
        var answer = Answer("407 Proxy Authentication Required", [Md5], "Proxy-Authenticate")!;
        Assert.True(answer.IsForProxy);
        Assert.StartsWith("Digest ", Header(answer, "Proxy-Authorization: "));
        Assert.Null(Answer("407 Proxy Authentication Required", [Md5]));
        Assert.Null(Answer("401 Unauthorized", [Md5], "Proxy-Authenticate"));
    }

    [Theory]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\", stale=TRUE", true)]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\", stale=false", false)]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\"", false)]
    public void A_stale_nonce_is_told_from_a_wrong_password(string challenge, bool stale) =>
        Assert.Equal(stale, Answer("401 Unauthorized", [challenge])!.IsStale);

    [Theory]
    [InlineData("Basic realm=\"carrier\"")]
    [InlineData("Digestrealm=\"carrier\", nonce=\"n\"")]
    [InlineData("Digest nonce=\"n\"")]
    [InlineData("Digest realm=\"carrier\"")]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\", algorithm=MD5-sess")]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\", algorithm=SHA-512-256")]
    [InlineData("Digest realm=\"carrier\", nonce=\"n\", qop=\"auth-int\"")]
    [InlineData("Digest")]
    public void What_cannot_be_answered_is_left_alone(string challenge) => Assert.Null(Answer("401 Unauthorized", [challenge]));

    private static DigestAnswer? Answer(string status, string[] challenges, string field = "WWW-Authenticate")
    {
        var lines = string.Concat(challenges.Select(c => $"\n{field}: {c}"));
        var response = Wire.Accepted(
            $"""
            SIP/2.0 {status}
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1
            From: <sip:user@carrier.net>;tag=1
            To: <sip:user@carrier.net>;tag=2
            Call-ID: 1
            CSeq: 1 REGISTER{lines}
            Content-Length: 0


            """);
        return DigestAnswer.To(response, "user", "secret");
    }

    private static string Header(DigestAnswer answer, string name, string mustHave = "")
    {
        var buffer = new byte[1000];
        var writer = new RequestWriter(buffer);
        answer.Write(ref writer, "REGISTER"u8, "sip:carrier.net"u8, 0xFF);
        var text = Encoding.ASCII.GetString(buffer.AsSpan(0, writer.End()));
        Assert.StartsWith(name, text);
        Assert.Contains(mustHave, text);
        return text[name.Length..text.IndexOf("\r\n", StringComparison.Ordinal)];
    }
}

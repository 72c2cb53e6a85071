using Tandem.Sip.Messages;
using Tandem.Sip.Tests.Messages;
using Tandem.Sip.Transactions;

namespace Tandem.Sip.Tests.Transactions;

public class TransactionKeysTests
{
    private const string Request =
        """
        REGISTER sip:example.com SIP/2.0
        Via: SIP/2.0/UDP pc.example.com:5062;branch=z9hG4bK-1;rport
        Via: SIP/2.0/UDP far.example.com;branch=z9hG4bK-far
        From: <sip:alice@example.com>;tag=f1
        To: <sip:alice@example.com>;tag=t1
        Call-ID: abc@pc
        CSeq: 7 REGISTER
        Content-Length: 0


        """;

    private static readonly TransactionKeys Keys = new("0123456789abcdef"u8);

    [Theory]
    [InlineData("branch=z9hG4bK-1", "branch=Z9HG4BK-1")]
    [InlineData("pc.example.com:5062", "PC.Example.COM:5062")]
    [InlineData("z9hG4bK-far", "z9hG4bK-else")]
    [InlineData("REGISTER sip:example.com", "REGISTER sip:example.org")]
    [InlineData("tag=f1", "tag=f2")]
    [InlineData("tag=t1", "tag=t2")]
    [InlineData("abc@pc", "abd@pc")]
    [InlineData("CSeq: 7", "CSeq: 8")]
    public void With_the_magic_cookie_only_branch_sent_by_and_method_count(string part, string by) =>
        Assert.Equal(Key(Request), Key(Replaced(Request, part, by)));

    [Theory]
    [InlineData("branch=z9hG4bK-1", "branch=z9hG4bK-2")]
    [InlineData("branch=z9hG4bK-1", "branch=z9hG4bK-1-and-more-than-one-word-of-it")]
    [InlineData("pc.example.com:5062", "pd.example.com:5062")]
    [InlineData("pc.example.com:5062", "pc.example.com:5063")]
    [InlineData("pc.example.com:5062", "pc.example.com")]
    [InlineData("REGISTER", "OPTIONS")]
    [InlineData("REGISTER", "PING")]
    [InlineData("z9hG4bK-1", "1")]
    public void A_request_with_another_branch_sent_by_or_method_is_another_transaction(string part, string by) =>
        Assert.NotEqual(Key(Request), Key(Replaced(Request, part, by)));

    [Theory]
    [InlineData("z9hG4bK-1", "z9hG4bK")]
    [InlineData("z9hG4bK-1", "1")]
    [InlineData(";branch=z9hG4bK-1", "")]
    public void Without_a_unique_branch_everything_that_RFC_2543_names_counts(string part, string by)
    {
        var old = Replaced(Request, part, by);
        Assert.NotEqual(Key(Request), Key(old));
        Assert.Equal(Key(old), Key(Replaced(old, "tag=f1", "tag=F1")));
        Assert.Equal(Key(old), Key(Replaced(old, "z9hG4bK-far", "z9hG4bK-else")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "REGISTER sip:example.com", "REGISTER sip:example.org")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "tag=f1", "tag=f2")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "tag=t1", "tag=t2")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "abc@pc", "abc@Pc")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "CSeq: 7", "CSeq: 8")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "REGISTER", "OPTIONS")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "pc.example.com", "pd.example.com")));
        Assert.NotEqual(Key(old), Key(Replaced(old, "UDP pc", "TCP pc")));
    }

    [Fact]
    public void Methods_that_we_do_not_know_are_told_apart_by_case()
    {
        var ping = Key(Replaced(Request, "REGISTER", "PING"));
        Assert.Equal(ping, Key(Replaced(Request, "REGISTER", "PING")));
        Assert.NotEqual(ping, Key(Replaced(Request, "REGISTER", "Ping")));
        Assert.NotEqual(ping, Key(Replaced(Request, "REGISTER", "PONG")));
    }

    [Fact]
    public void Bytes_that_move_from_one_piece_to_the_next_make_another_key()
    {
        // Eight bytes, so that the words of the input are the same ones.
        Assert.NotEqual(
            Key(Via("abcdefghijklmnop", "z9hG4bK-")), Key(Via("ijklmnop", "z9hG4bK-abcdefgh")));
    }

    [Fact]
    public void An_answer_belongs_to_the_client_transaction_of_its_branch_and_CSeq_method()
    {
        var answer = Request.Replace("REGISTER sip:example.com SIP/2.0", "SIP/2.0 200 OK").Replace("7 REGISTER", "7 OPTIONS");
        var key = Keys.OfResponse(Wire.Accepted(answer));
        Assert.Equal(Keys.OfClient("z9hG4bK-1"u8, SipMethod.Options), key);
        Assert.NotEqual(Keys.OfClient("z9hG4bK-1"u8, SipMethod.Register), key);
        Assert.NotEqual(Keys.OfClient("z9hG4bK-2"u8, SipMethod.Options), key);
        Assert.NotEqual(Key(Replaced(Request, "REGISTER", "OPTIONS")), key);
    }

    [Theory]
    [InlineData("z9hG4bK-1")]
    [InlineData("rfc2543")]
    public void Making_a_key_allocates_nothing(string branch)
    {
        var request = Wire.Accepted(Request.Replace("z9hG4bK-1", branch));
        var key = Keys.OfRequest(request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) key = Keys.OfRequest(request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotEqual(default, key);
    }

    [Fact]
    public void Another_secret_gives_other_keys()
    {
        var others = new TransactionKeys("0123456789abcdeF"u8);
        Assert.NotEqual(Key(Request), others.OfRequest(Wire.Accepted(Request)));
    }

    [Fact]
    public void A_secret_that_is_too_short_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TransactionKeys(new byte[15]));

    private static TransactionKey Key(string request) => Keys.OfRequest(Wire.Accepted(request));

    private static string Via(string host, string branch) =>
        Request.Replace("pc.example.com:5062", host).Replace("z9hG4bK-1", branch);

    private static string Replaced(string text, string part, string by)
    {
        Assert.Contains(part, text);
        return text.Replace(part, by);
    }
}

using System.Text;
using Tandem.Sip.Dialogs;
using Tandem.Sip.Tests.Messages;
using Tandem.Testing;

namespace Tandem.Sip.Tests.Dialogs;

public class HomeShardTests
{
    private const string Tag = "tm07aaaaaaaaaaaaaa";
    private const string Branch = "z9hG4bKtm05bbbbbbbbbbbbbb";

    private const string Bye =
        """
        BYE sip:1001@192.0.2.1 SIP/2.0
        Via: SIP/2.0/UDP 10.0.0.7:5062;branch=z9hG4bKtm05bbbbbbbbbbbbbb;rport
        From: <sip:alice@example.com>;tag=tm06cccccccccccccc
        To: "Bob; tag=x" <sip:bob@example.com;tag=tm01dddddddddddddd>;tag=tm07aaaaaaaaaaaaaa
        Call-ID: abc@10.0.0.7
        CSeq: 7 BYE
        Content-Length: 0


        """;

    private const string Ringing =
        """
        SIP/2.0 180 Ringing
        Via: SIP/2.0/UDP 192.0.2.1:5060;rport=5060;branch=z9hG4bKtm05bbbbbbbbbbbbbb, SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKtm02cccccccccccccc
        From: <sip:alice@example.com>;tag=tm06cccccccccccccc
        To: <sip:bob@example.com>;tag=tm07aaaaaaaaaaaaaa
        Call-ID: abc@10.0.0.7
        CSeq: 7 INVITE
        Content-Length: 0


        """;

    [Fact]
    public void A_request_in_a_dialog_belongs_to_the_shard_of_its_To_tag() => Assert.Equal(7, Of(Bye));

    [Theory]
    [InlineData("Replaces: a@b;to-tag=tm09aaaaaaaaaaaaaa;from-tag=x\n", 9)]
    [InlineData("r: <sip:a@b>\nREPLACES : a@b;from-tag=x;to-tag=tm09aaaaaaaaaaaaaa\n", 9)]
    [InlineData("Replaces: a@b;to-tag=other;from-tag=x\n", HomeShard.None)]
    public void An_INVITE_that_replaces_a_dialog_belongs_to_the_shard_of_that_dialog(string line, int shard) =>
        Assert.Equal(shard, Of("INVITE sip:1001@192.0.2.1 SIP/2.0\nTo: <sip:bob@example.com>\nFrom: <sip:a@b>;tag=tm06cccccccccccccc\n" + line + "Call-ID: a\n\n"));

    [Theory]
    [InlineData("INVITE", "From: <sip:a@b;tag=tm01dddddddddddddd>;tag=tm06cccccccccccccc", 6)]
    [InlineData("INVITE", "f: sip:a@b;tag=tm06cccccccccccccc", 6)]
    [InlineData("CANCEL", "From: <sip:a@b>;tag=tm06cccccccccccccc", 6)]
    [InlineData("INVITE", "From: <sip:a@b>;tag=x", HomeShard.None)]
    [InlineData("INVITE", "From: <sip:a@b;tag=tm06cccccccccccccc>", HomeShard.None)]
    [InlineData("OPTIONS", "From: <sip:a@b>;tag=tm06cccccccccccccc", HomeShard.None)]
    public void An_INVITE_of_ours_that_has_come_back_belongs_to_the_shard_that_sent_it(string method, string from, int shard) =>
        Assert.Equal(shard, Of($"{method} sip:1001@192.0.2.1 SIP/2.0\nTo: <sip:bob@example.com>\n{from}\nCall-ID: a\n\n"));

    [Fact]
    public void An_answer_belongs_to_the_shard_of_its_topmost_branch() => Assert.Equal(5, Of(Ringing));

    [Theory]
    [InlineData("To: \"Bob; tag=x\" <sip:bob@example.com;tag=tm01dddddddddddddd>;tag=", "t :<sip:bob@example.com>;x=1; TAG = ")]
    [InlineData("To: \"Bob; tag=x\" <sip:bob@example.com;tag=tm01dddddddddddddd>;tag=", "TO: sip:bob@example.com;tag=")]
    [InlineData("To: \"Bob; tag=x\" <sip:bob@example.com;tag=tm01dddddddddddddd>;tag=", "To: <sip:bob@example.com>\n ;tag=")]
    [InlineData("BYE sip:1001@192.0.2.1", "\n\nBYE sip:1001@192.0.2.1")]
    [InlineData("From:", "Timestamp: 1\nFrom:")]
    public void The_To_tag_is_found_however_the_field_is_written(string replaced, string by)
    {
        Assert.Contains(replaced, Bye);
        Assert.Equal(7, Of(Bye.Replace(replaced, by)));
    }

    [Theory]
    [InlineData("Via: SIP/2.0/UDP", "v:SIP / 2.0 / UDP")]
    [InlineData("Via: SIP/2.0/UDP 192.0.2.1:5060;", "Via: SIP/2.0/UDP\n 192.0.2.1:5060 ;\n\t")]
    [InlineData("From:", "Vary: x\nFrom:")]
    public void The_topmost_branch_is_found_however_the_field_is_written(string replaced, string by) =>
        Assert.Equal(5, Of(Ringing.Replace(replaced, by)));

    [Theory]
    [InlineData(";" + "tag=" + Tag, "")]
    [InlineData(Tag, "tm07aaaaaaaaaaaaa")]
    [InlineData(Tag, "as6f3a21")]
    [InlineData("\nTo: ", "\nX-To: ")]
    public void A_request_without_a_tag_of_ours_stays_where_it_came_in(string replaced, string by) =>
        Assert.Equal(HomeShard.None, Of(Bye.Replace(replaced, by)));

    [Theory]
    [InlineData(Branch, "z9hG4bK-1")]
    [InlineData(";branch=" + Branch, "")]
    [InlineData("Via:", "X-Via:")]
    public void An_answer_without_a_branch_of_ours_stays_where_it_came_in(string replaced, string by) =>
        Assert.Equal(HomeShard.None, Of(Ringing.Replace(replaced, by)));

    [Fact]
    public void A_register_stays_where_it_came_in_whatever_its_tag_is() =>
        Assert.Equal(HomeShard.None, Of(Wire.Register.Replace("To: <sip:alice@example.com>", $"To: <sip:alice@example.com>;tag={Tag}")));

    [Fact]
    public void A_mark_in_the_body_is_none() =>
        Assert.Equal(HomeShard.None, Of(Bye.Replace("\nTo: ", "\nX-To: ") + $"To: <sip:bob@example.com>;tag={Tag}\n\n"));

    [Fact]
    public void Any_beginning_of_a_message_is_read_without_allocation()
    {
        byte[][] texts = [Wire.Bytes(Bye), Wire.Bytes(Ringing), .. TestFiles.In("corpus", "*.sip").Select(File.ReadAllBytes)];
        var marked = MarkedPrefixes(texts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var again = MarkedPrefixes(texts);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(marked, again);
        Assert.InRange(marked, 100, 1000);
    }

    private static int MarkedPrefixes(byte[][] texts)
    {
        var marked = 0;
        foreach (var text in texts)
        {
            for (var length = 0; length <= text.Length; length++)
            {
                if (HomeShard.Of(text.AsSpan(0, length)) != HomeShard.None) marked++;
            }
        }
        return marked;
    }

    private static int Of(string text) => HomeShard.Of(Encoding.ASCII.GetBytes(text.ReplaceLineEndings("\r\n")));
}

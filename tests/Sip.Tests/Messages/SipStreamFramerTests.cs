using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class SipStreamFramerTests
{
    private const string First = "OPTIONS sip:a SIP/2.0\r\nContent-Length : \r\n 5\r\n\r\nhello";
    private const string Second = "MESSAGE sip:b SIP/2.0\r\nX: Content-Length: 9\r\nl: 0\r\n\r\n";
    private const string Pipelined = "\r\n" + First + "\r\n\r\n" + Second + First;

    [Fact]
    public void Pipelined_messages_come_out_one_by_one_with_a_ping_between() =>
        Assert.Equal([First, "ping", Second, First], Read(Pipelined, Pipelined.Length));

    [Fact]
    public void Any_split_gives_the_same_messages()
    {
        for (var piece = 1; piece < Pipelined.Length; piece++)
        {
            Assert.Equal([First, "ping", Second, First], Read(Pipelined, piece));
        }
    }

    [Theory]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nTo: x\r\n\r\n", SipRejection.MissingContentLength)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: x\r\n\r\n", SipRejection.BadContentLength)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n", SipRejection.BadContentLength)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 65536\r\n\r\n", SipRejection.BadContentLength)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 65535\r\n\r\n", SipRejection.MessageTooLong)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\nl: 1\r\n\r\n", SipRejection.DuplicateHeader)]
    public void A_header_that_does_not_tell_the_end_breaks_the_stream_and_can_be_answered(string text, SipRejection expected)
    {
        var frame = new SipStreamFramer(SipLimits.Default).Next(Encoding.ASCII.GetBytes(text));
        Assert.Equal(new Frame(FrameKind.Broken, 0, text.Length, 0, expected), frame);
    }

    [Fact]
    public void A_header_without_an_end_breaks_the_stream_at_the_limit()
    {
        var framer = new SipStreamFramer(SipLimits.Default with { MaxMessageLength = 100 });
        Assert.Equal(FrameKind.Incomplete, framer.Next(new byte[99]).Kind);
        Assert.Equal(new Frame(FrameKind.Broken, 0, 0, 0, SipRejection.MessageTooLong), framer.Next(new byte[100]));
    }

    [Fact]
    public void A_message_as_long_as_the_limit_fits_a_buffer_of_the_limit_with_a_line_end_before_it()
    {
        var framer = new SipStreamFramer(SipLimits.Default with { MaxMessageLength = First.Length });
        var start = framer.Next(Encoding.ASCII.GetBytes("\r\n" + First[..^2]));
        Assert.Equal(new Frame(FrameKind.Incomplete, 0, 0, 2), start);
        Assert.Equal(new Frame(FrameKind.Message, 0, First.Length, First.Length), framer.Next(Encoding.ASCII.GetBytes(First)));
    }

    [Fact]
    public void One_line_end_waits_for_the_byte_that_tells_a_ping_from_a_message()
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        Assert.Equal(FrameKind.Incomplete, framer.Next("\r\n"u8).Kind);
        Assert.Equal(FrameKind.Incomplete, framer.Next("\r\n\r"u8).Kind);
        Assert.Equal(FrameKind.Ping, framer.Next("\r\n\r\n"u8).Kind);
    }

    private static List<string> Read(string text, int pieceLength)
    {
        var framer = new SipStreamFramer(SipLimits.Default);
        var unread = new List<byte>();
        var read = new List<string>();
        foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(pieceLength))
        {
            unread.AddRange(piece);
            Frame frame;
            do
            {
                frame = framer.Next(unread.ToArray());
                Assert.NotEqual(FrameKind.Broken, frame.Kind);
                if (frame.Kind == FrameKind.Ping) read.Add("ping");
                if (frame.Kind == FrameKind.Message)
                {
                    read.Add(Encoding.ASCII.GetString(unread.GetRange(frame.Offset, frame.Length).ToArray()));
                }
                unread.RemoveRange(0, frame.Consumed);
            }
            while (frame.Kind != FrameKind.Incomplete);
        }
        Assert.Empty(unread);
        return read;
    }
}

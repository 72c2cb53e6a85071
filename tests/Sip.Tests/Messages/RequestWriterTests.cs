using Tandem.Sip.Messages;

namespace Tandem.Sip.Tests.Messages;

public class RequestWriterTests
{
    [Fact]
    public void A_request_that_is_written_is_read_again()
    {
        var buffer = new byte[2000];
        var length = WriteOptions(buffer);

        Assert.Equal(SipRejection.None, Wire.Parse(buffer[..length], out var message));
        Assert.Equal(SipMethod.Options, message.Method);
        Assert.Equal("sip:bob@192.0.2.4", Wire.Utf8(message.RequestUri));
        Assert.Equal(new CSeq(17, SipMethod.Options), message.CSeq);
        Assert.Equal("say \\\"hi\\\"", Wire.Utf8(message.From.DisplayName));
        Assert.Equal("body", Wire.Utf8(message.Body));
        Assert.Equal(length, message.Bytes.Length);
    }

    [Fact]
    public void Every_buffer_that_is_too_small_gives_nothing()
    {
        var length = WriteOptions(new byte[2000]);
        for (var size = 0; size < length; size++) Assert.Equal(0, WriteOptions(new byte[size]));
        Assert.Equal(length, WriteOptions(new byte[length]));
    }

    [Fact]
    public void A_line_end_in_the_request_uri_starts_no_line()
    {
        var buffer = new byte[2000];
        var writer = new RequestWriter(buffer);
        writer.Begin("OPTIONS"u8, "sip:a\r\nX: y"u8);
        Assert.Equal("OPTIONS sip:a  X: y SIP/2.0\r\nContent-Length: 0\r\n\r\n", Wire.Utf8(buffer.AsSpan(0, writer.End())));
    }

    private static int WriteOptions(Span<byte> buffer)
    {
        var writer = new RequestWriter(buffer);
        writer.Begin("OPTIONS"u8, "sip:bob@192.0.2.4"u8);
        writer.Header("Via"u8, "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1"u8);
        writer.BeginHeader("From"u8);
        writer.AppendQuoted("say \"hi\""u8);
        writer.Append(" <sip:192.0.2.1>;tag=x"u8);
        writer.EndHeader();
        writer.Header("To"u8, "<sip:bob@192.0.2.4>"u8);
        writer.Header("Call-ID"u8, "1"u8);
        writer.BeginHeader("CSeq"u8);
        writer.Append(17);
        writer.Append(" OPTIONS"u8);
        writer.EndHeader();
        return writer.End("text/plain"u8, "body"u8);
    }
}

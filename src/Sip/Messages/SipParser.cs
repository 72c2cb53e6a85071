namespace Tandem.Sip.Messages;

/// <summary>
/// Reads a message in one pass into offsets. It reads eagerly what every message needs: start line, the lines of the header,
/// topmost Via, From, To, Call-ID and CSeq, and the length of the body. The rest is read where it is used.
/// </summary>
public static class SipParser
{
    /// <summary>
    /// Reads a message. It never throws for what the bytes are, and allocates nothing. On a rejection the message keeps what
    /// could be read, so that an answer can be written where <see cref="SipMessage.CanBeAnswered"/> says so.
    /// </summary>
    /// <param name="buffer">Holds the message and stays unchanged while the message is used.</param>
    /// <param name="offset">The message's first byte.</param>
    /// <param name="length">The message's length: of the datagram, or of what a stream was framed to.</param>
    /// <param name="into">The message to fill; what it held before is forgotten.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns><see cref="SipRejection.None"/>, or the first thing that is wrong.</returns>
    public static SipRejection Parse(byte[] buffer, int offset, int length, SipMessage into, in SipLimits limits)
    {
        var text = new ReadOnlySpan<byte>(buffer, offset, length);
        var start = LeadingLineEnds(text);
        into.Begin(buffer, Slice.Between(offset + start, offset + length));
        if (start == length) return SipRejection.KeepAlive;
        text = text[start..];
        offset += start;

        var lineEnd = text.IndexOf("\r\n"u8);
        if (lineEnd < 0) return SipRejection.NotSip;
        var startLine = StartLine.Read(text[..lineEnd], offset, into, in limits);
        if (startLine is SipRejection.NotSip or SipRejection.BadStatusLine) return startLine;
        var position = lineEnd + 2;
        var header = HeaderBlock.Read(text, offset, ref position, into, in limits);
        var fields = RequiredFields.Read(into, in limits);
        var tooLong = length > limits.MaxMessageLength ? SipRejection.MessageTooLong : SipRejection.None;
        var body = header == SipRejection.None ? ReadBody(text, offset, position, into, in limits) : SipRejection.None;
        return FirstOf(startLine, tooLong, header, fields, body);
    }

    // Before a message line ends are read over (RFC 3261 §7.5).
    private static int LeadingLineEnds(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (position < text.Length && text[position] is (byte)'\r' or (byte)'\n') position++;
        return position;
    }

    // Bytes behind the body are dropped (RFC 3261 §18.3); too few of them are an error.
    private static SipRejection ReadBody(ReadOnlySpan<byte> text, int offset, int position, SipMessage into, in SipLimits limits)
    {
        var available = (uint)(text.Length - position);
        var length = available;
        if (into.Has(HeaderName.ContentLength)
            && !Grammar.TryReadNumber(into.First(HeaderName.ContentLength), (uint)limits.MaxMessageLength, out length))
        {
            return SipRejection.BadContentLength;
        }
        if (length > available) return SipRejection.BodyShorterThanContentLength;
        into.SetBody(new Slice(offset + position, (int)length));
        return SipRejection.None;
    }

    private static SipRejection FirstOf(
        SipRejection a, SipRejection b, SipRejection c, SipRejection d, SipRejection e)
    {
        if (a != SipRejection.None) return a;
        if (b != SipRejection.None) return b;
        if (c != SipRejection.None) return c;
        return d != SipRejection.None ? d : e;
    }
}

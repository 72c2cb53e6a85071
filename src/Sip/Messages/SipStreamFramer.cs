namespace Tandem.Sip.Messages;

/// <summary>
/// Cuts the bytes of a TCP or TLS stream into messages by Content-Length, whatever pieces they come in.
/// RFC 3261 §18.3, RFC 5626 §3.5.1.
/// </summary>
/// <remarks>
/// The connection owns the bytes. It calls <see cref="Next"/> with all it has and not yet consumed, takes
/// <see cref="Frame.Consumed"/> off the front, and calls again until it gets <see cref="FrameKind.Incomplete"/>; then it
/// receives more behind what is left. The framer remembers how far it has looked, so that a sender of single bytes costs no
/// more than any other. A buffer of <see cref="SipLimits.MaxMessageLength"/> bytes is enough.
/// </remarks>
/// <param name="limits">The bounds; what exceeds them breaks the stream by name.</param>
public sealed class SipStreamFramer(SipLimits limits)
{
    // Both count from the front of the message: up to where there is no end of its header, and its whole length once known.
    private int _searched;
    private int _messageLength;

    /// <summary>Looks for the next piece.</summary>
    /// <param name="unread">All bytes received and not consumed, in order.</param>
    public Frame Next(ReadOnlySpan<byte> unread)
    {
        if (_messageLength > 0) return Whole(unread, 0);
        if (_searched == 0)
        {
            if (unread.StartsWith("\r\n\r\n"u8)) return new Frame(FrameKind.Ping, 0, 4, 4);
            // One line end may be the first half of a ping: it waits for the byte that decides.
            if (unread.Length < 4 && "\r\n\r\n"u8.StartsWith(unread)) return default;
        }
        var start = unread.StartsWith("\r\n"u8) ? 2 : 0;
        return NextMessage(unread, start);
    }

    private Frame NextMessage(ReadOnlySpan<byte> unread, int start)
    {
        var from = start + _searched;
        var blankLine = unread[from..].IndexOf("\r\n\r\n"u8);
        if (blankLine < 0)
        {
            // The line end before the message is consumed at once: so a message up to the limit fits a buffer of the limit.
            _searched = Math.Max(0, unread.Length - start - 3);
            return unread.Length - start >= limits.MaxMessageLength
                ? Broken(SipRejection.MessageTooLong, start, 0)
                : new Frame(FrameKind.Incomplete, 0, 0, start);
        }
        var header = Slice.Between(start, from + blankLine + 4);
        var rejection = MeasureBody(header.Of(unread), out var bodyLength);
        if (rejection == SipRejection.None && header.Length + bodyLength > limits.MaxMessageLength)
        {
            rejection = SipRejection.MessageTooLong;
        }
        if (rejection != SipRejection.None) return Broken(rejection, start, header.Length);
        _messageLength = header.Length + (int)bodyLength;
        return Whole(unread, start);
    }

    private Frame Whole(ReadOnlySpan<byte> unread, int start)
    {
        if (unread.Length - start < _messageLength) return new Frame(FrameKind.Incomplete, 0, 0, start);
        var frame = new Frame(FrameKind.Message, start, _messageLength, start + _messageLength);
        _searched = 0;
        _messageLength = 0;
        return frame;
    }

    private static Frame Broken(SipRejection rejection, int start, int headerLength) =>
        new(FrameKind.Broken, start, headerLength, 0, rejection);

    private SipRejection MeasureBody(ReadOnlySpan<byte> header, out uint length)
    {
        length = 0;
        var found = false;
        var position = header.IndexOf("\r\n"u8) + 2;
        while (HeaderBlock.LineEnd(header, position, out var end, out _) == SipRejection.None && end > position)
        {
            var line = header[position..end];
            position = end + 2;
            if (!TryReadContentLength(line, out var value)) continue;
            if (found) return SipRejection.DuplicateHeader;
            if (!Grammar.TryReadNumber(value, (uint)limits.MaxMessageLength, out length)) return SipRejection.BadContentLength;
            found = true;
        }
        return found ? SipRejection.None : SipRejection.MissingContentLength;
    }

    private static bool TryReadContentLength(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> value)
    {
        value = default;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return false;
        if (HeaderNames.Of(line[..Grammar.TrimEnd(line, 0, colon)]) != HeaderName.ContentLength) return false;
        var start = Grammar.SkipLws(line, colon + 1);
        value = line[start..Grammar.TrimEnd(line, start, line.Length)];
        return true;
    }
}

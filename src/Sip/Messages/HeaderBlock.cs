using System.Numerics;
using System.Runtime.Intrinsics;

namespace Tandem.Sip.Messages;

/// <summary>Cuts the header of a message into its lines, folds joined, and enters them into the message. RFC 3261 §7.3.</summary>
internal static class HeaderBlock
{
    /// <summary>Reads the lines from a position up to and with the empty line.</summary>
    /// <param name="text">The message.</param>
    /// <param name="offset">Where the text is in the buffer.</param>
    /// <param name="position">In: the first line's start. Out: the body's start, or where reading ended.</param>
    /// <param name="into">The message that keeps the lines.</param>
    /// <param name="limits">The bounds.</param>
    /// <returns>The first thing wrong. After a fault within one line the lines behind it are entered all the same.</returns>
    public static SipRejection Read(ReadOnlySpan<byte> text, int offset, ref int position, SipMessage into, in SipLimits limits)
    {
        var first = SipRejection.None;
        while (true)
        {
            var fault = LineEnd(text, position, out var end, out var isFolded);
            into.HasFolds |= isFolded;
            if (fault != SipRejection.None) return first == SipRejection.None ? fault : first;
            if (end == position)
            {
                position += 2;
                return first;
            }
            fault = Enter(text[position..end], offset + position, into, in limits);
            if (first == SipRejection.None) first = fault;
            if (fault == SipRejection.TooManyHeaders) return first;
            position = end + 2;
        }
    }

    /// <summary>Finds the CRLF that ends the line at a position, reading over those that only fold it.</summary>
    public static SipRejection LineEnd(ReadOnlySpan<byte> text, int position, out int end, out bool isFolded)
    {
        end = position;
        isFolded = false;
        while (true)
        {
            var length = IndexOfLineBreak(text[end..]);
            if (length < 0 || end + length + 1 >= text.Length) return SipRejection.TruncatedHeaders;
            end += length;
            if (text[end] != '\r' || text[end + 1] != '\n') return SipRejection.BareLineEnd;
            var folded = end > position && end + 2 < text.Length && text[end + 2] is (byte)' ' or (byte)'\t';
            if (!folded) return SipRejection.None;
            isFolded = true;
            end += 2;
        }
    }

    // The platform's own search spends more on choosing its way than a line of some dozen bytes takes to look through.
    private static int IndexOfLineBreak(ReadOnlySpan<byte> text)
    {
        var position = 0;
        for (; position <= text.Length - Vector256<byte>.Count; position += Vector256<byte>.Count)
        {
            var block = Vector256.Create(text[position..]);
            var breaks = Vector256.Equals(block, Vector256.Create((byte)'\r')) | Vector256.Equals(block, Vector256.Create((byte)'\n'));
            if (breaks != Vector256<byte>.Zero) return position + BitOperations.TrailingZeroCount(breaks.ExtractMostSignificantBits());
        }
        var length = text[position..].IndexOfAny((byte)'\r', (byte)'\n');
        return length < 0 ? length : position + length;
    }

    // message-header = field-name HCOLON field-value; HCOLON = *( SP / HTAB ) ":" SWS
    private static SipRejection Enter(ReadOnlySpan<byte> line, int offset, SipMessage into, in SipLimits limits)
    {
        if (line.Length > limits.MaxHeaderLength) return SipRejection.HeaderTooLong;
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return SipRejection.BadHeaderLine;
        var nameEnd = Grammar.TrimEnd(line, 0, colon);
        var name = HeaderNames.Of(line[..nameEnd]);
        if (name == HeaderName.Other && !Grammar.IsToken(line[..nameEnd])) return SipRejection.BadHeaderLine;
        if (into.HeaderCount >= Math.Min(limits.MaxHeaders, SipMessage.HeaderCapacity)) return SipRejection.TooManyHeaders;
        var start = Grammar.SkipLws(line, colon + 1);
        var end = Grammar.TrimEnd(line, start, line.Length);
        var isFirst = into.AddLine(name, new Slice(offset, nameEnd), Slice.Between(offset + start, offset + end));
        return isFirst || MayRepeat(name) ? SipRejection.None : SipRejection.DuplicateHeader;
    }

    // Those that decide which transaction a message belongs to or where it ends: two of them would be two readings of it.
    private static bool MayRepeat(HeaderName name) => name is not (HeaderName.From or HeaderName.To or HeaderName.CallId
        or HeaderName.CSeq or HeaderName.MaxForwards or HeaderName.ContentLength);
}

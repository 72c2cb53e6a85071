using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>Finds the session description in a message: its body, or a part of it (RFC 3261 §7.4.1, RFC 8866, RFC 5621).</summary>
internal static class SdpBody
{
    /// <summary>True when the message carries one.</summary>
    public static bool IsIn(SipMessage message) => !Of(message).IsEmpty;

    /// <summary>The session description; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Of(SipMessage message)
    {
        if (message.Body.IsEmpty) return [];
        var type = message.First(HeaderName.ContentType);
        if (IsSdp(type)) return message.Body;
        return Starts(type, "multipart/"u8) && TryReadBoundary(type, out var boundary) ? InParts(message.Body, boundary) : [];
    }

    private static bool IsSdp(ReadOnlySpan<byte> type)
    {
        var end = type.IndexOf((byte)';');
        return Ascii.EqualsIgnoreCase((end < 0 ? type : type[..end]).Trim((byte)' '), "application/sdp"u8);
    }

    private static bool Starts(ReadOnlySpan<byte> text, ReadOnlySpan<byte> with) =>
        text.Length >= with.Length && Ascii.EqualsIgnoreCase(text[..with.Length], with);

    private static bool TryReadBoundary(ReadOnlySpan<byte> type, out ReadOnlySpan<byte> boundary)
    {
        boundary = default;
        var parameters = type.IndexOf((byte)';');
        return parameters >= 0 && Sip.Messages.Parameters.TryGet(type[parameters..], "boundary"u8, out boundary) && !boundary.IsEmpty;
    }

    // RFC 2046 §5.1.1: each part begins behind a line of "--" and the boundary, and ends before the line end of the next such line.
    private static ReadOnlySpan<byte> InParts(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        var start = NextDelimiter(body, boundary, 0, out _);
        while (start >= 0)
        {
            var next = NextDelimiter(body, boundary, start, out var end);
            var part = body[start..(end < 0 ? body.Length : end)];
            if (TryReadPart(part, out var sdp)) return sdp;
            start = next;
        }
        return [];
    }

    // Where the part behind the delimiter begins, -1 for the last one; and where the part before it ends.
    private static int NextDelimiter(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary, int from, out int end)
    {
        end = -1;
        for (var at = from; at < body.Length;)
        {
            var found = body[at..].IndexOf("--"u8);
            if (found < 0) return -1;
            at += found;
            var after = at + 2 + boundary.Length;
            if (after <= body.Length && body[(at + 2)..after].SequenceEqual(boundary))
            {
                end = Math.Max(from, at >= 2 && body[at - 2] == '\r' ? at - 2 : at);
                var lineEnd = body[after..].IndexOf((byte)'\n');
                return lineEnd < 0 || body[after..].StartsWith("--"u8) ? -1 : after + lineEnd + 1;
            }
            at += 2;
        }
        return -1;
    }

    private static bool TryReadPart(ReadOnlySpan<byte> part, out ReadOnlySpan<byte> sdp)
    {
        sdp = default;
        var isSdp = false;
        while (true)
        {
            var lineEnd = part.IndexOf("\r\n"u8);
            if (lineEnd < 0) return false;
            var line = part[..lineEnd];
            part = part[(lineEnd + 2)..];
            if (line.IsEmpty) break;
            var colon = line.IndexOf((byte)':');
            if (colon > 0 && Ascii.EqualsIgnoreCase(line[..colon].Trim((byte)' '), "Content-Type"u8)) isSdp = IsSdp(line[(colon + 1)..]);
        }
        sdp = part;
        return isSdp && !part.IsEmpty;
    }
}

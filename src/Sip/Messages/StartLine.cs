namespace Tandem.Sip.Messages;

/// <summary>Reads the first line of a message: Request-Line or Status-Line. RFC 3261 §7.1, §7.2.</summary>
internal static class StartLine
{
    /// <summary>Reads the line into the message.</summary>
    /// <param name="line">The line without its CRLF.</param>
    /// <param name="offset">Where the line is in the buffer.</param>
    /// <param name="into">The message that keeps the parts.</param>
    /// <param name="limits">The bound of the Request-URI.</param>
    public static SipRejection Read(ReadOnlySpan<byte> line, int offset, SipMessage into, in SipLimits limits) =>
        StartsWithSip(line) ? ReadStatusLine(line, offset, into) : ReadRequestLine(line, offset, into, in limits);

    // Status-Line = SIP-Version SP Status-Code SP Reason-Phrase. The last SP is often forgotten with an empty phrase.
    private static SipRejection ReadStatusLine(ReadOnlySpan<byte> line, int offset, SipMessage into)
    {
        var space = line.IndexOf((byte)' ');
        if (space < 0) return SipRejection.BadStatusLine;
        if (!IsVersion2(line[..space])) return SipRejection.VersionNotSupported;
        var rest = line[(space + 1)..];
        var end = rest.IndexOf((byte)' ');
        var digits = end < 0 ? rest : rest[..end];
        if (digits.Length != 3 || !Grammar.TryReadNumber(digits, 699, out var code) || code < 100)
        {
            return SipRejection.BadStatusLine;
        }
        var phrase = Math.Min(space + 1 + 4, line.Length);
        into.SetStatusLine((int)code, Slice.Between(offset + phrase, offset + line.Length));
        return SipRejection.None;
    }

    // Request-Line = Method SP Request-URI SP SIP-Version. The line that does not end in a version is somebody else's.
    private static SipRejection ReadRequestLine(ReadOnlySpan<byte> line, int offset, SipMessage into, in SipLimits limits)
    {
        var methodEnd = line.IndexOf((byte)' ');
        var end = Grammar.TrimEnd(line, 0, line.Length);
        var versionStart = line[..end].LastIndexOf((byte)' ') + 1;
        if (methodEnd <= 0 || versionStart <= methodEnd || !StartsWithSip(line[versionStart..end])) return SipRejection.NotSip;
        var uri = Slice.Between(Math.Min(methodEnd + 1, versionStart - 1), versionStart - 1);
        into.SetRequestLine(new Slice(offset, methodEnd), uri with { Offset = offset + uri.Offset });
        if (into.Method == SipMethod.Unknown && !Grammar.IsToken(line[..methodEnd])) return SipRejection.NotSip;
        if (!IsVersion2(line[versionStart..end])) return SipRejection.VersionNotSupported;
        return end != line.Length ? SipRejection.BadRequestLine : CheckUri(uri.Of(line), in limits);
    }

    // A URI of a scheme that is not ours is for the user agent server to refuse, with 416. Headers have no place in a
    // Request-URI (RFC 3261 §19.1.1, table 1): nobody may act on them, so nobody is given them.
    private static SipRejection CheckUri(ReadOnlySpan<byte> uri, in SipLimits limits)
    {
        if (uri.Length > limits.MaxUriLength) return SipRejection.UriTooLong;
        var isUri = SipUri.TryParse(uri, out var parsed) && parsed.Headers.IsEmpty;
        // What has a host has been read to its last character; what has none is a scheme and whatever follows.
        if (isUri && !parsed.Host.IsEmpty) return SipRejection.None;
        if (uri.IsEmpty || uri.ContainsAny(Grammar.LinearWhiteSpace)) return SipRejection.BadRequestLine;
        return isUri && !uri.ContainsAny((byte)'<', (byte)'>', (byte)'"') ? SipRejection.None : SipRejection.BadRequestUri;
    }

    private static bool StartsWithSip(ReadOnlySpan<byte> text) => text.Length > 4 && Grammar.EqualsIgnoreCase(text[..4], "SIP/"u8);

    private static bool IsVersion2(ReadOnlySpan<byte> version) => Grammar.EqualsIgnoreCase(version, "SIP/2.0"u8);
}

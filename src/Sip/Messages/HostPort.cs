using System.Buffers;

namespace Tandem.Sip.Messages;

/// <summary>The host and port of a URI or of a Via's sent-by: host [ COLON port ]. RFC 3261 §25.1, IPv6 as of RFC 5118 §4.</summary>
/// <param name="Host">The host; an IPv6 reference with its brackets.</param>
/// <param name="Port">The port, 0 when absent.</param>
/// <param name="End">The index after the last byte read.</param>
internal readonly record struct HostPort(Slice Host, ushort Port, int End)
{
    // The underscore is in no host name by the letter, and in many by the field.
    private static readonly SearchValues<byte> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._"u8);

    private static readonly SearchValues<byte> ReferenceCharacters = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Reads a host and, behind it, a port. White space around the colon is read over, as a Via may have it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, int start, out HostPort hostPort)
    {
        hostPort = default;
        var end = start < text.Length && text[start] == '[' ? ReferenceEnd(text, start) : NameEnd(text, start);
        if (end <= start) return false;
        var host = Slice.Between(start, end);
        var colon = Grammar.SkipLws(text, end);
        if (colon == text.Length || text[colon] != ':')
        {
            hostPort = new HostPort(host, 0, end);
            return true;
        }
        var digits = Grammar.SkipLws(text, colon + 1);
        var digitsEnd = digits;
        while (digitsEnd < text.Length && char.IsAsciiDigit((char)text[digitsEnd])) digitsEnd++;
        if (!Grammar.TryReadNumber(text[digits..digitsEnd], ushort.MaxValue, out var port)) return false;
        hostPort = new HostPort(host, (ushort)port, digitsEnd);
        return true;
    }

    private static int NameEnd(ReadOnlySpan<byte> text, int start)
    {
        var length = text[start..].IndexOfAnyExcept(NameCharacters);
        return length < 0 ? text.Length : start + length;
    }

    // IPv6reference = "[" IPv6address "]"; whether the address is one is decided where it is used as one.
    private static int ReferenceEnd(ReadOnlySpan<byte> text, int start)
    {
        var length = text[(start + 1)..].IndexOfAnyExcept(ReferenceCharacters);
        var close = start + 1 + length;
        return length >= 2 && text[close] == ']' && text[start..close].Contains((byte)':') ? close + 1 : -1;
    }
}

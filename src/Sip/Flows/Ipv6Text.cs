using System.Buffers;
using System.Globalization;

namespace Tandem.Sip.Flows;

/// <summary>
/// Prints an IPv6 address in the form of RFC 5952: lower case, no leading zeros, the longest run of zero groups as "::", and
/// reads one in any form of RFC 4291 §2.2. The platform's own printing and reading need an object for each address, and messages
/// and session descriptions are full of them.
/// </summary>
internal static class Ipv6Text
{
    private const int Groups = 8;
    private const int MaxLength = 39;
    private const int MaxLengthWithIpv4 = 45;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    public static bool TryFormat(UInt128 address, Span<byte> utf8, out int written)
    {
        written = 0;
        if (utf8.Length < MaxLength) return false;
        var (start, length) = LongestRunOfZeros(address);
        for (var i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                "::"u8.CopyTo(utf8[written..]);
                written += 2;
                i += length - 1;
                continue;
            }
            if (i > 0 && i != start + length) utf8[written++] = (byte)':';
            Group(address, i).TryFormat(utf8[written..], out var digits, "x", CultureInfo.InvariantCulture);
            written += digits;
        }
        return true;
    }

    /// <summary>Reads groups of hexadecimal digits, one "::" in place of zero groups, and perhaps an IPv4 address at the end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out UInt128 address)
    {
        address = 0;
        if (text.Length is < 2 or > MaxLengthWithIpv4) return false;
        UInt128 groups = 0;
        var (count, gap) = (0, -1);
        if (text.StartsWith("::"u8))
        {
            gap = 0;
            text = text[2..];
        }
        while (!text.IsEmpty)
        {
            if (!TryReadGroup(ref text, ref groups, ref count)) return false;
            if (text.IsEmpty) break;
            // A colon has a group behind it, or a second colon that begins the only gap.
            if (text[0] != ':' || text.Length == 1) return false;
            text = text[1..];
            if (text[0] != ':') continue;
            if (gap >= 0) return false;
            gap = count;
            text = text[1..];
        }
        return TryFillGap(groups, count, gap, out address);
    }

    private static bool TryReadGroup(ref ReadOnlySpan<byte> text, ref UInt128 groups, ref int count)
    {
        if (IpEndpoint.TryParseV4(text, out var v4))
        {
            groups = groups << 32 | v4;
            count += 2;
            text = [];
            return count <= Groups;
        }
        var digits = text.IndexOfAnyExcept(HexDigits);
        if (digits < 0) digits = text.Length;
        if (digits is < 1 or > 4 || ++count > Groups) return false;
        _ = ushort.TryParse(text[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group);
        groups = groups << 16 | group;
        text = text[digits..];
        return true;
    }

    // The groups were read as if there were no gap; those behind it stay where they are, at the end.
    private static bool TryFillGap(UInt128 groups, int count, int gap, out UInt128 address)
    {
        address = groups;
        if (gap < 0) return count == Groups;
        if (count == Groups) return false;
        var bitsBehind = 16 * (count - gap);
        var behind = groups & ((UInt128.One << bitsBehind) - 1);
        address = groups >> bitsBehind << (16 * (Groups - gap)) | behind;
        return true;
    }

    private static ushort Group(UInt128 address, int i) => (ushort)(address >> (16 * (Groups - 1 - i)));

    // RFC 5952 §4.2: a single zero group is not shortened; of runs that are equally long the first is.
    private static (int Start, int Length) LongestRunOfZeros(UInt128 address)
    {
        var (start, length) = (-1, 1);
        for (int i = 0, run = 0; i < Groups; i++)
        {
            run = Group(address, i) == 0 ? run + 1 : 0;
            if (run > length) (start, length) = (i - run + 1, run);
        }
        return (start, start < 0 ? 0 : length);
    }
}

using System.Globalization;

namespace Tandem.Sip.Flows;

/// <summary>
/// Prints an IPv6 address in the form of RFC 5952: lower case, no leading zeros, the longest run of zero groups as "::". The
/// platform's own printing needs an object for each address, and every answer to a phone prints one.
/// </summary>
internal static class Ipv6Text
{
    private const int Groups = 8;
    private const int MaxLength = 39;

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

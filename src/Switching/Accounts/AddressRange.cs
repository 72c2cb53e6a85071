using System.Globalization;
using Tandem.Sip.Flows;

namespace Tandem.Switching.Accounts;

/// <summary>One entry of an address list: a CIDR block, and optionally the one source port that is accepted.</summary>
/// <param name="Network">The block's first address; IPv4 as IPv4-mapped IPv6.</param>
/// <param name="PrefixLength">0–128, counted in the IPv6 form (an IPv4 /24 is 120 here).</param>
/// <param name="Port">The source port; 0 = any.</param>
public readonly record struct AddressRange(UInt128 Network, byte PrefixLength, ushort Port)
{
    private const int V4Offset = 96;

    /// <summary>True when the source lies in the block and, when a port is named, comes from that port.</summary>
    public bool Contains(in IpEndpoint source) =>
        (source.Address & Mask(PrefixLength)) == Network && (Port == 0 || Port == source.Port);

    /// <summary>Reads 192.0.2.0/24, 192.0.2.7, 192.0.2.7:5060, 2001:db8::/32, [2001:db8::1]:5060.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        text = text.Trim();
        var slash = text.LastIndexOf('/');
        if (slash < 0)
        {
            if (!IpEndpoint.TryParse(text, 0, out var single)) return false;
            range = new AddressRange(single.Address, 128, single.Port);
            return true;
        }
        if (!IpEndpoint.TryParse(text[..slash], 0, out var first) || first.Port != 0) return false;
        if (!byte.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var bits)) return false;
        if (bits > (first.IsV4 ? 32 : 128)) return false;
        var length = (byte)(first.IsV4 ? bits + V4Offset : bits);
        range = new AddressRange(first.Address & Mask(length), length, 0);
        return true;
    }

    /// <summary>The form that <see cref="TryParse"/> reads.</summary>
    public override string ToString()
    {
        var first = new IpEndpoint(Network, Port);
        if (PrefixLength == 128) return Port == 0 ? first.AddressText : first.ToString();
        return $"{first.AddressText}/{(first.IsV4 && PrefixLength >= V4Offset ? PrefixLength - V4Offset : PrefixLength)}";
    }

    private static UInt128 Mask(byte length) => length == 0 ? UInt128.Zero : UInt128.MaxValue << (128 - length);
}

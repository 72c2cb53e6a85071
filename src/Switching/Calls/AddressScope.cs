using Tandem.Sip.Flows;

namespace Tandem.Switching.Calls;

/// <summary>Where an address means something.</summary>
internal enum AddressScope : byte
{
    /// <summary>On this machine only.</summary>
    Loopback,
    /// <summary>Within one IPv4 network.</summary>
    PrivateV4,
    /// <summary>Everywhere in IPv4.</summary>
    PublicV4,
    /// <summary>Within one IPv6 network.</summary>
    PrivateV6,
    /// <summary>Everywhere in IPv6.</summary>
    PublicV6,
}

/// <summary>Tells the scope of addresses (RFC 1918, 6598, 4193, 3927, 4291).</summary>
internal static class AddressScopes
{
    /// <summary>The scope of an address; its port does not matter.</summary>
    public static AddressScope Of(in IpEndpoint address)
    {
        if (address.IsLoopback) return AddressScope.Loopback;
        if (!address.IsV4)
        {
            var top = (byte)(address.Address >> 120);
            return (top & 0xFE) == 0xFC || top == 0xFE ? AddressScope.PrivateV6 : AddressScope.PublicV6;
        }
        var v4 = address.V4;
        var isPrivate = v4 >> 24 == 10 || v4 >> 20 == 0xAC1 || v4 >> 16 is 0xC0A8 or 0xA9FE || v4 >> 22 == 0x191;
        return isPrivate ? AddressScope.PrivateV4 : AddressScope.PublicV4;
    }
}

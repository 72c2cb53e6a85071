using Tandem.Sip.Flows;
using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>What a c= line or an a=rtcp attribute says about an address.</summary>
internal struct SdpAddress
{
    /// <summary>Something was said.</summary>
    public bool IsPresent { get; private set; }

    /// <summary>It is 0.0.0.0 or ::, the older way to say hold (RFC 3264 §8.4).</summary>
    public bool IsNull { get; private set; }

    /// <summary>
    /// The address with port 0. Default when media cannot be sent there: the null address, a name, and an address of many
    /// hosts, towards which nobody shall make the switch send.
    /// </summary>
    public IpEndpoint Address { get; private set; }

    /// <summary>Reads nettype SP addrtype SP connection-address (RFC 8866 §5.7); false when a field is missing.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, ref SdpFields fields, out SdpAddress address)
    {
        address = new SdpAddress { IsPresent = true };
        var network = fields.Next();
        var family = fields.Next();
        var host = fields.Next().Of(body);
        if (host.IsEmpty || !SdpNames.Is(network.Of(body), "IN"u8)) return false;
        if (!SdpNames.Is(family.Of(body), "IP4"u8) && !SdpNames.Is(family.Of(body), "IP6"u8)) return false;
        // A multicast address has a time to live and a count behind it.
        var slash = host.IndexOf((byte)'/');
        if (slash >= 0) host = host[..slash];
        if (!IpEndpoint.TryParseHost(host, 0, out var endpoint)) return true;
        address.IsNull = endpoint.Address == 0 || endpoint is { IsV4: true, V4: 0 };
        if (!address.IsNull && !IsOfMany(endpoint)) address.Address = endpoint;
        return true;
    }

    private static bool IsOfMany(in IpEndpoint endpoint) =>
        endpoint.IsV4 ? endpoint.V4 >= 0xE000_0000 : endpoint.Address >> 120 == 0xFF;
}

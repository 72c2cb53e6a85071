using System.Buffers.Binary;
namespace Tandem.Network.Capture;

/// <summary>An Ethernet frame with a UDP datagram in it: IEEE 802.3, RFC 791 or RFC 8200, RFC 768.</summary>
internal static class UdpFrame
{
    /// <summary>The length of all headers, with IPv6.</summary>
    public const int MaxHeadLength = EthernetLength + Ipv6Length + UdpLength;

    private const int EthernetLength = 14;
    private const int Ipv4Length = 20;
    private const int Ipv6Length = 40;
    private const int UdpLength = 8;
    private const byte ProtocolUdp = 17;
    private const byte HopLimit = 64;

    /// <summary>Writes the frame and returns its length.</summary>
    public static int Write(Span<byte> to, in CapturedMessage message)
    {
        var isV4 = message.Source.IsV4 && message.Destination.IsV4;
        var ipLength = isV4 ? Ipv4Length : Ipv6Length;
        var payload = message.Bytes[..Math.Min(message.Bytes.Length, ushort.MaxValue - Ipv4Length - UdpLength)];
        var udp = to.Slice(EthernetLength + ipLength, UdpLength + payload.Length);
        WriteEthernet(to, isV4);
        payload.CopyTo(udp[UdpLength..]);
        if (isV4) WriteIpv4(to.Slice(EthernetLength, Ipv4Length), message, udp.Length);
        else WriteIpv6(to.Slice(EthernetLength, Ipv6Length), message, udp.Length);
        WriteUdp(udp, message, to.Slice(EthernetLength, ipLength)[^(isV4 ? 8 : 32)..]);
        return EthernetLength + ipLength + udp.Length;
    }

    // Two stations with locally administered addresses.
    private static void WriteEthernet(Span<byte> to, bool isV4)
    {
        ReadOnlySpan<byte> stations = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
        stations.CopyTo(to);
        BinaryPrimitives.WriteUInt16BigEndian(to[12..], (ushort)(isV4 ? 0x0800 : 0x86DD));
    }

    private static void WriteIpv4(Span<byte> to, in CapturedMessage message, int payload)
    {
        to.Clear();
        to[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)(Ipv4Length + payload));
        to[8] = HopLimit;
        to[9] = ProtocolUdp;
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], message.Source.V4);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], message.Destination.V4);
        BinaryPrimitives.WriteUInt16BigEndian(to[10..], Checksum(Sum(to)));
    }

    private static void WriteIpv6(Span<byte> to, in CapturedMessage message, int payload)
    {
        to.Clear();
        to[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)payload);
        to[6] = ProtocolUdp;
        to[7] = HopLimit;
        BinaryPrimitives.WriteUInt128BigEndian(to[8..], message.Source.Address);
        BinaryPrimitives.WriteUInt128BigEndian(to[24..], message.Destination.Address);
    }

    private static void WriteUdp(Span<byte> udp, in CapturedMessage message, ReadOnlySpan<byte> addresses)
    {
        BinaryPrimitives.WriteUInt16BigEndian(udp, message.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], message.Destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        udp[6] = udp[7] = 0;
        // The sum goes over the addresses, the protocol and the length too (the pseudo-header); 0 would say that there is none.
        var checksum = Checksum(Sum(addresses) + ProtocolUdp + (uint)udp.Length + Sum(udp));
        BinaryPrimitives.WriteUInt16BigEndian(udp[6..], checksum == 0 ? ushort.MaxValue : checksum);
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (; bytes.Length > 1; bytes = bytes[2..]) sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return bytes.Length == 1 ? sum + (uint)(bytes[0] << 8) : sum;
    }

    private static ushort Checksum(uint sum)
    {
        while (sum > ushort.MaxValue) sum = (sum >> 16) + (sum & ushort.MaxValue);
        return (ushort)~sum;
    }
}

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Relay;

/// <summary>
/// The control message that says which of our addresses a packet came to, or is to go from: a struct cmsghdr with a struct
/// in_pktinfo (interface, address chosen, address of the packet) or in6_pktinfo (address, interface). See ip(7), ipv6(7).
/// </summary>
[InlineArray(Capacity)]
internal struct PacketOrigin
{
    internal const int Capacity = 64;

    private const int HeaderLength = 16;
    private const int LengthV4 = HeaderLength + 12;
    private const int LengthV6 = HeaderLength + 20;
    private byte _first;

    /// <summary>Reads what the kernel wrote into so many bytes; default when it wrote nothing of the kind.</summary>
    internal readonly IpEndpoint Read(nuint written, ushort port)
    {
        ReadOnlySpan<byte> bytes = this;
        var (level, type) = (MemoryMarshal.Read<int>(bytes[8..]), MemoryMarshal.Read<int>(bytes[12..]));
        return (level, type) switch
        {
            (RelayCalls.LevelIpv6, RelayCalls.Ipv6PacketInfo) when written >= LengthV6 =>
                new IpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(bytes[HeaderLength..]), port),
            (RelayCalls.LevelIp, RelayCalls.IpPacketInfo) when written >= LengthV4 =>
                IpEndpoint.FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes[(HeaderLength + 8)..]), port),
            _ => default,
        };
    }

    /// <summary>Writes the address that a packet is to go from, and returns how many bytes that takes.</summary>
    /// <param name="local">The address. On an IPv6 socket one of IPv4 is written as mapped (RFC 3493 §3.7).</param>
    /// <param name="v6">True for an IPv6 socket.</param>
    internal nuint Write(in IpEndpoint local, bool v6)
    {
        Span<byte> bytes = this;
        bytes.Clear();
        MemoryMarshal.Write(bytes, (nuint)(v6 ? LengthV6 : LengthV4));
        MemoryMarshal.Write(bytes[8..], v6 ? RelayCalls.LevelIpv6 : RelayCalls.LevelIp);
        MemoryMarshal.Write(bytes[12..], v6 ? RelayCalls.Ipv6PacketInfo : RelayCalls.IpPacketInfo);
        if (v6) BinaryPrimitives.WriteUInt128BigEndian(bytes[HeaderLength..], local.Address);
        else BinaryPrimitives.WriteUInt32BigEndian(bytes[(HeaderLength + 4)..], local.V4);
        return (nuint)((v6 ? LengthV6 : LengthV4) + 7 & ~7);
    }
}

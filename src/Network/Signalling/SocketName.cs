using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// An address as the kernel writes it, in place: sockaddr_in or sockaddr_in6 (family in host order, port and address in
/// network order, for IPv6 the flow label before the address and the scope behind it).
/// </summary>
[InlineArray(Size)]
internal struct SocketName
{
    internal const int Size = 28;
    private const int SizeV4 = 16;
    private byte _first;

    /// <summary>Reads what the kernel wrote.</summary>
    internal readonly IpEndpoint Endpoint
    {
        get
        {
            ReadOnlySpan<byte> bytes = this;
            var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
            return MemoryMarshal.Read<ushort>(bytes) == Libc.AfInet
                ? IpEndpoint.FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]), port)
                : new IpEndpoint(BinaryPrimitives.ReadUInt128BigEndian(bytes[8..]), port);
        }
    }

    /// <summary>Writes an address and returns how many bytes it takes.</summary>
    internal uint Set(in IpEndpoint endpoint)
    {
        Span<byte> bytes = this;
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], endpoint.Port);
        if (endpoint.IsV4)
        {
            MemoryMarshal.Write(bytes, Libc.AfInet);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], endpoint.V4);
            return SizeV4;
        }
        MemoryMarshal.Write(bytes, Libc.AfInet6);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[8..], endpoint.Address);
        return Size;
    }
}

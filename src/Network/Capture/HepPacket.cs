using System.Buffers.Binary;
using Tandem.Sip.Flows;

namespace Tandem.Network.Capture;

/// <summary>
/// A packet of the Homer encapsulation protocol, version 3 (HEP3): "HEP3", the whole length, then chunks of vendor, type,
/// length and value.
/// </summary>
internal static class HepPacket
{
    /// <summary>The room that everything but the message takes at most.</summary>
    public const int MaxHeadLength = 200;

    private const byte AddressFamilyIpv4 = 2;
    private const byte AddressFamilyIpv6 = 10;
    private const byte ProtocolTcp = 6;
    private const byte ProtocolUdp = 17;
    private const byte PayloadSip = 1;

    /// <summary>Writes the packet and returns its length.</summary>
    /// <param name="to">Where; <see cref="MaxHeadLength"/> and the message's length are always enough.</param>
    /// <param name="message">The message.</param>
    /// <param name="agent">The number of this capture agent.</param>
    /// <param name="correlation">What messages of one call have in common, at most 64 bytes.</param>
    public static int Write(Span<byte> to, in CapturedMessage message, uint agent, ReadOnlySpan<byte> correlation)
    {
        var isV4 = message.Source.IsV4 && message.Destination.IsV4;
        var chunks = new ChunkWriter(to);
        chunks.Octet(0x0001, isV4 ? AddressFamilyIpv4 : AddressFamilyIpv6);
        chunks.Octet(0x0002, message.Transport.IsReliable() ? ProtocolTcp : ProtocolUdp);
        chunks.Address(isV4 ? 0x0003 : 0x0005, message.Source, isV4);
        chunks.Address(isV4 ? 0x0004 : 0x0006, message.Destination, isV4);
        chunks.Port(0x0007, message.Source.Port);
        chunks.Port(0x0008, message.Destination.Port);
        chunks.Number(0x0009, (uint)(message.Time / 1000));
        chunks.Number(0x000A, (uint)(message.Time % 1000 * 1000));
        chunks.Octet(0x000B, PayloadSip);
        chunks.Number(0x000C, agent);
        chunks.Bytes(0x0011, correlation);
        chunks.Bytes(0x000F, message.Bytes);
        return chunks.End();
    }

    private ref struct ChunkWriter(Span<byte> to)
    {
        private const int HeadLength = 6;

        private readonly Span<byte> _to = to;
        private int _length = HeadLength;

        public void Octet(int type, byte value) => Value(type, 1)[0] = value;

        public void Port(int type, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Value(type, 2), value);

        public void Number(int type, uint value) => BinaryPrimitives.WriteUInt32BigEndian(Value(type, 4), value);

        public void Bytes(int type, ReadOnlySpan<byte> value) => value.CopyTo(Value(type, value.Length));

        public void Address(int type, in IpEndpoint endpoint, bool isV4)
        {
            if (isV4) Number(type, endpoint.V4);
            else BinaryPrimitives.WriteUInt128BigEndian(Value(type, 16), endpoint.Address);
        }

        public readonly int End()
        {
            "HEP3"u8.CopyTo(_to);
            BinaryPrimitives.WriteUInt16BigEndian(_to[4..], (ushort)_length);
            return _length;
        }

        // The generic vendor is 0; the length counts the chunk's own head.
        private Span<byte> Value(int type, int length)
        {
            var chunk = _to.Slice(_length, HeadLength + length);
            BinaryPrimitives.WriteUInt16BigEndian(chunk, 0);
            BinaryPrimitives.WriteUInt16BigEndian(chunk[2..], (ushort)type);
            BinaryPrimitives.WriteUInt16BigEndian(chunk[4..], (ushort)chunk.Length);
            _length += chunk.Length;
            return chunk[HeadLength..];
        }
    }
}

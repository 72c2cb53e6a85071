using System.Buffers.Binary;

namespace Tandem.Media.Rtp;

/// <summary>The header of an RTP packet (RFC 3550 §5.1), and where its payload lies. Reading it copies and allocates nothing.</summary>
public readonly struct RtpHeader
{
    /// <summary>Bytes of the header without sources and extension.</summary>
    public const int FixedLength = 12;

    private const byte Version2 = 0x80;
    private const byte VersionMask = 0xC0;
    private const byte PaddingBit = 0x20;
    private const byte ExtensionBit = 0x10;

    private RtpHeader(ReadOnlySpan<byte> packet, int payloadOffset)
    {
        Marker = (packet[1] & 0x80) != 0;
        PayloadType = (byte)(packet[1] & 0x7F);
        SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        Timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        PayloadOffset = payloadOffset;
        PayloadLength = packet.Length - payloadOffset - PaddingOf(packet, payloadOffset);
    }

    /// <summary>The marker: for voice the first packet after silence (RFC 3551 §4.1).</summary>
    public bool Marker { get; }

    /// <summary>The payload type, 0–127.</summary>
    public byte PayloadType { get; }

    /// <summary>Rises by one with each packet, and wraps.</summary>
    public ushort SequenceNumber { get; }

    /// <summary>When the first octet of the payload was sampled, in units of the codec's clock; wraps.</summary>
    public uint Timestamp { get; }

    /// <summary>The synchronization source.</summary>
    public uint Ssrc { get; }

    /// <summary>The index of the payload in the packet.</summary>
    public int PayloadOffset { get; }

    /// <summary>The payload's bytes without padding; with SRTP its authentication tag counts.</summary>
    public int PayloadLength { get; }

    /// <summary>The payload in the packet that this was read from.</summary>
    public ReadOnlySpan<byte> PayloadOf(ReadOnlySpan<byte> packet) => packet.Slice(PayloadOffset, PayloadLength);

    /// <summary>
    /// Reads the header of a datagram with the checks of RFC 3550 §A.1. False for what is no RTP: other versions, too short for
    /// what it announces, RTCP, and what else shares a port with RTP (STUN, DTLS; RFC 7983).
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpHeader header)
    {
        header = default;
        if (packet.Length < FixedLength || (packet[0] & VersionMask) != Version2 || RtcpPacket.IsRtcp(packet)) return false;
        var offset = FixedLength + 4 * (packet[0] & 0x0F);
        if ((packet[0] & ExtensionBit) != 0)
        {
            if (packet.Length < offset + 4) return false;
            offset += 4 + 4 * BinaryPrimitives.ReadUInt16BigEndian(packet[(offset + 2)..]);
        }
        if (packet.Length < offset) return false;
        header = new RtpHeader(packet, offset);
        return true;
    }

    // In SRTP the count of the padding is encrypted with it, so one that cannot be is not held against the packet.
    private static int PaddingOf(ReadOnlySpan<byte> packet, int payloadOffset)
    {
        if ((packet[0] & PaddingBit) == 0) return 0;
        int padding = packet[^1];
        return padding <= packet.Length - payloadOffset ? padding : 0;
    }
}

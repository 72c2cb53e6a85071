using System.Buffers.Binary;

namespace Tandem.Network.Capture;

/// <summary>
/// Writes messages as a pcap file that Wireshark opens: each in an Ethernet frame with an IP and a UDP header made up around
/// it, also when it travelled over a connection or encrypted. The addresses and times are the true ones.
/// </summary>
public sealed class PcapWriter
{
    private const uint Magic = 0xA1B2C3D4; // microseconds, in this machine's byte order
    private const int LinkTypeEthernet = 1;
    private const int MaxFrame = 262_144;

    private readonly Stream _to;

    /// <summary>Writes the file's header.</summary>
    public PcapWriter(Stream to)
    {
        _to = to;
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], MaxFrame);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], LinkTypeEthernet);
        _to.Write(header);
    }

    /// <summary>Writes one message. What is longer than a datagram can be is cut to that.</summary>
    public void Write(in CapturedMessage message)
    {
        var frame = new byte[UdpFrame.MaxHeadLength + message.Bytes.Length];
        var length = UdpFrame.Write(frame, message);
        Span<byte> record = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)(message.Time / 1000));
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)(message.Time % 1000 * 1000));
        BinaryPrimitives.WriteInt32LittleEndian(record[8..], length);
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], length);
        _to.Write(record);
        _to.Write(frame.AsSpan(0, length));
    }
}

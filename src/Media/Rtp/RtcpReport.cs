using System.Buffers.Binary;

namespace Tandem.Media.Rtp;

/// <summary>What a receiver says about one source: the report block of RFC 3550 §6.4.1.</summary>
/// <param name="Ssrc">The source that it is about.</param>
/// <param name="FractionLost">What was lost since the last report, in 256ths.</param>
/// <param name="Lost">What was lost in all; negative when packets came twice.</param>
/// <param name="HighestSequence">The highest sequence number, with the count of wraps in the upper half.</param>
/// <param name="Jitter">The interarrival jitter in units of the RTP clock.</param>
/// <param name="LastSenderReport">LSR: <see cref="RtcpPacket.SentAt"/> of the last sender report that came; 0 = none did.</param>
/// <param name="DelaySinceLastSenderReport">DLSR: how long ago that was, in 65536ths of a second.</param>
public readonly record struct RtcpReport(
    uint Ssrc, byte FractionLost, int Lost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes of a report block.</summary>
    public const int Length = 24;

    internal static RtcpReport Read(ReadOnlySpan<byte> block) => new(
        BinaryPrimitives.ReadUInt32BigEndian(block),
        block[4],
        // 24 bits with a sign.
        BinaryPrimitives.ReadInt32BigEndian(block[4..]) << 8 >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(block[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(block[20..]));
}

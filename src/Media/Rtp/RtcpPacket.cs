using System.Buffers.Binary;

namespace Tandem.Media.Rtp;

/// <summary>
/// One packet of an RTCP datagram, which is a compound of several (RFC 3550 §6.1). It reads sender and receiver reports; the
/// others are gone over.
/// </summary>
public readonly ref struct RtcpPacket
{
    /// <summary>The packet type of a sender report.</summary>
    public const byte SenderReport = 200;

    /// <summary>The packet type of a receiver report.</summary>
    public const byte ReceiverReport = 201;

    private const int HeaderLength = 4;
    private const int SourceLength = 4;
    private const int SenderLength = 20;

    private readonly ReadOnlySpan<byte> _content;

    private RtcpPacket(ReadOnlySpan<byte> packet)
    {
        Type = packet[1];
        _content = packet[HeaderLength..];
        var room = IsReport ? (_content.Length - ReportsOffset) / RtcpReport.Length : 0;
        ReportCount = Math.Clamp(packet[0] & 0x1F, 0, Math.Max(room, 0));
    }

    /// <summary>The packet type.</summary>
    public byte Type { get; }

    /// <summary>True for a sender or receiver report that is long enough to be one.</summary>
    public bool IsReport => Type is SenderReport or ReceiverReport && _content.Length >= ReportsOffset;

    /// <summary>True for a sender report that is long enough to be one.</summary>
    public bool IsSenderReport => Type == SenderReport && IsReport;

    /// <summary>Who sent the report.</summary>
    public uint Ssrc => IsReport ? BinaryPrimitives.ReadUInt32BigEndian(_content) : 0;

    /// <summary>The middle 32 bits of the NTP timestamp of a sender report, which reports about it repeat as LSR (§6.4.1); else 0.</summary>
    public uint SentAt => IsSenderReport ? BinaryPrimitives.ReadUInt32BigEndian(_content[(SourceLength + 2)..]) : 0;

    /// <summary>How many reports about others it has, 0–31; never more than it has bytes for.</summary>
    public int ReportCount { get; }

    /// <summary>One of its reports, from 0 up to <see cref="ReportCount"/>.</summary>
    public RtcpReport Report(int index) => RtcpReport.Read(_content[(ReportsOffset + index * RtcpReport.Length)..]);

    private int ReportsOffset => Type == SenderReport ? SourceLength + SenderLength : SourceLength;

    /// <summary>True when a datagram is RTCP and not RTP, also where both come on one port (RFC 5761 §4).</summary>
    public static bool IsRtcp(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength && datagram[0] >> 6 == 2 && datagram[1] is >= 192 and <= 223;

    /// <summary>Takes the next packet off a datagram; false at its end and at what is no packet.</summary>
    public static bool TryRead(ref ReadOnlySpan<byte> datagram, out RtcpPacket packet)
    {
        packet = default;
        if (!IsRtcp(datagram)) return false;
        var length = HeaderLength + 4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        if (length > datagram.Length) return false;
        packet = new RtcpPacket(datagram[..length]);
        datagram = datagram[length..];
        return true;
    }
}

using System.Buffers.Binary;
using Tandem.Media.Rtp;
using Tandem.Sip.Flows;

namespace Tandem.Media.Tests.Rtp;

/// <summary>RTP and RTCP packets as they are on the wire.</summary>
internal static class Packets
{
    /// <summary>An RTP packet without anything optional.</summary>
    public static byte[] Rtp(
        int sequence, uint timestamp = 0, uint ssrc = 1, byte payloadType = 0, bool marker = false, byte[]? payload = null)
    {
        var bytes = new byte[12 + (payload?.Length ?? 160)];
        bytes[0] = 0x80;
        bytes[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)sequence);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), ssrc);
        payload?.CopyTo(bytes, 12);
        return bytes;
    }

    /// <summary>The header of such a packet.</summary>
    public static RtpHeader Header(
        int sequence, uint timestamp = 0, uint ssrc = 1, byte payloadType = 0, bool marker = false, byte[]? payload = null)
    {
        Assert.True(RtpHeader.TryRead(Rtp(sequence, timestamp, ssrc, payloadType, marker, payload), out var header));
        return header;
    }

    /// <summary>A sender report, with a report about another when one is given.</summary>
    public static byte[] SenderReport(uint ssrc, uint sentAt, RtcpReport? about = null)
    {
        var bytes = new byte[28 + (about is null ? 0 : RtcpReport.Length)];
        Begin(bytes, RtcpPacket.SenderReport, about is null ? 0 : 1, ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(10), sentAt);
        if (about is { } report) Write(report, bytes.AsSpan(28));
        return bytes;
    }

    /// <summary>A receiver report.</summary>
    public static byte[] ReceiverReport(uint ssrc, params RtcpReport[] about)
    {
        var bytes = new byte[8 + about.Length * RtcpReport.Length];
        Begin(bytes, RtcpPacket.ReceiverReport, about.Length, ssrc);
        for (var i = 0; i < about.Length; i++) Write(about[i], bytes.AsSpan(8 + i * RtcpReport.Length));
        return bytes;
    }

    /// <summary>A report of a receiver that got the sender report of that time, so many microseconds ago.</summary>
    public static RtcpReport Got(uint sentAt, long microsecondsAgo = 0) =>
        new(2, 0, 0, 0, 0, sentAt, (uint)(microsecondsAgo * 65_536 / 1_000_000));

    /// <summary>An endpoint from its text.</summary>
    public static IpEndpoint At(string text)
    {
        Assert.True(IpEndpoint.TryParse(text, 0, out var endpoint));
        return endpoint;
    }

    private static void Begin(byte[] bytes, byte type, int count, uint ssrc)
    {
        bytes[0] = (byte)(0x80 | count);
        bytes[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(bytes.Length / 4 - 1));
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), ssrc);
    }

    private static void Write(in RtcpReport report, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, report.Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], report.FractionLost << 24 | (report.Lost & 0xFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], report.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], report.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], report.LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], report.DelaySinceLastSenderReport);
    }
}

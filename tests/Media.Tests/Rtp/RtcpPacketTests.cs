using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class RtcpPacketTests
{
    private static readonly RtcpReport Report = new(7, 64, -2, 0x0001_FFFF, 80, 0xCAFEBABE, 65_536);

    [Fact]
    public void A_compound_is_read_packet_by_packet()
    {
        ReadOnlySpan<byte> datagram = (byte[])[.. Packets.SenderReport(5, 0x12345678, Report), 0x81, 202, 0, 1, 0, 0, 0, 5, .. Packets.ReceiverReport(6, Report, Report)];
        Assert.True(RtcpPacket.IsRtcp(datagram));

        Assert.True(RtcpPacket.TryRead(ref datagram, out var packet));
        Assert.Equal((5u, 0x12345678u, 1), (packet.Ssrc, packet.SentAt, packet.ReportCount));
        Assert.Equal(Report, packet.Report(0));

        Assert.True(RtcpPacket.TryRead(ref datagram, out packet));
        Assert.Equal((202, 0, 0u), (packet.Type, packet.ReportCount, packet.Ssrc));

        Assert.True(RtcpPacket.TryRead(ref datagram, out packet));
        Assert.Equal((6u, 0u, 2), (packet.Ssrc, packet.SentAt, packet.ReportCount));
        Assert.Equal(Report, packet.Report(1));
        Assert.False(RtcpPacket.TryRead(ref datagram, out _));
    }

    [Fact]
    public void A_packet_that_says_it_is_longer_than_it_is_ends_the_walk()
    {
        var bytes = Packets.SenderReport(5, 1, Report);
        for (var length = 0; length < bytes.Length; length++)
        {
            ReadOnlySpan<byte> cut = bytes.AsSpan(0, length);
            Assert.False(RtcpPacket.TryRead(ref cut, out _));
        }
    }

    [Fact]
    public void Reports_that_are_announced_and_missing_are_not_read()
    {
        var bytes = Packets.ReceiverReport(6, Report);
        bytes[0] |= 31;
        ReadOnlySpan<byte> datagram = bytes;
        Assert.True(RtcpPacket.TryRead(ref datagram, out var packet));
        Assert.Equal(1, packet.ReportCount);
    }

    [Fact]
    public void A_report_too_short_to_be_one_says_nothing()
    {
        ReadOnlySpan<byte> datagram = (byte[])[0x9F, RtcpPacket.SenderReport, 0, 1, 0, 0, 0, 5];
        Assert.True(RtcpPacket.TryRead(ref datagram, out var packet));
        Assert.Equal((false, 0, 0u, 0u), (packet.IsReport, packet.ReportCount, packet.SentAt, packet.Ssrc));
    }

    [Fact]
    public void An_rtp_packet_is_no_rtcp() => Assert.False(RtcpPacket.IsRtcp(Packets.Rtp(1, marker: true, payloadType: 8)));
}

using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

public class RtpHeaderTests
{
    [Fact]
    public void Every_field_is_read()
    {
        var packet = Packets.Rtp(65535, 0xFEDCBA98, 0x89ABCDEF, 101, marker: true, [1, 2, 3, 4]);
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal((65535, 0xFEDCBA98, 0x89ABCDEF, 101, true),
            (header.SequenceNumber, header.Timestamp, header.Ssrc, header.PayloadType, header.Marker));
        Assert.Equal([1, 2, 3, 4], header.PayloadOf(packet).ToArray());
    }

    [Fact]
    public void Sources_extension_and_padding_are_no_payload()
    {
        byte[] packet =
        [
            0x80 | 0x20 | 0x10 | 2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3,
            1, 1, 1, 1, 2, 2, 2, 2,
            0xBE, 0xDE, 0, 1, 9, 9, 9, 9,
            7, 8, 0, 0, 3,
        ];
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal([7, 8], header.PayloadOf(packet).ToArray());
        for (var length = 0; length < 28; length++) Assert.False(RtpHeader.TryRead(packet.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(255)]
    public void Padding_that_cannot_be_is_encrypted_and_counts_as_payload(byte count)
    {
        var packet = Packets.Rtp(1, payload: [1, 2, 3, count]);
        packet[0] |= 0x20;
        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal(4, header.PayloadLength);
    }

    [Theory]
    [InlineData(0x00, 0x01)] // STUN
    [InlineData(0x16, 0xFE)] // DTLS
    [InlineData(0x40, 0x00)] // version 1
    [InlineData(0x80, 200)] // RTCP sender report
    [InlineData(0x80, 223)]
    public void What_shares_the_port_is_not_taken_for_rtp(byte first, byte second)
    {
        var packet = Packets.Rtp(1);
        (packet[0], packet[1]) = (first, second);
        Assert.False(RtpHeader.TryRead(packet, out _));
    }
}

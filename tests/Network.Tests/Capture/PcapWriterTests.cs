using System.Buffers.Binary;
using Tandem.Network.Capture;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Capture;

public class PcapWriterTests
{
    private static readonly IpEndpoint V4 = IpEndpoint.FromV4(0xC6336407, 5060);
    private static readonly IpEndpoint V6 = new(UInt128.Parse("42540766411282592856903984951653826561"), 5061);

    [Fact]
    public void A_message_over_ipv4_is_a_frame_with_right_lengths_and_checksums()
    {
        var file = Write(new CapturedMessage(1_767_268_800_123, SipTransport.Udp, V4, IpEndpoint.FromV4(0xC0000201, 5070), "hello"u8));
        Assert.Equal([0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0], file[..8]);
        Assert.Equal(1, BinaryPrimitives.ReadInt32LittleEndian(file[20..]));
        Assert.Equal((1_767_268_800u, 123_000u), (BinaryPrimitives.ReadUInt32LittleEndian(file[24..]), BinaryPrimitives.ReadUInt32LittleEndian(file[28..])));
        var frame = file[40..];
        Assert.Equal((14 + 20 + 8 + 5, frame.Length), (frame.Length, BinaryPrimitives.ReadInt32LittleEndian(file[32..])));
        Assert.Equal(0x0800, BinaryPrimitives.ReadUInt16BigEndian(frame[12..]));
        Assert.Equal(0xFFFF, Folded(frame[14..34]));
        Assert.Equal(0xC6336407, BinaryPrimitives.ReadUInt32BigEndian(frame[26..]));
        Assert.Equal((5060, 5070), (BinaryPrimitives.ReadUInt16BigEndian(frame[34..]), BinaryPrimitives.ReadUInt16BigEndian(frame[36..])));
        Assert.Equal(0xFFFF, Folded([.. frame[26..34], 0, 17, 0, 13, .. frame[34..]]));
        Assert.Equal("hello"u8, frame[42..]);
    }

    [Fact]
    public void A_message_over_ipv6_is_a_frame_with_right_lengths_and_checksum()
    {
        var frame = Write(new CapturedMessage(0, SipTransport.Tls, V6, V6.WithPort(40_000), "hello!"u8))[40..];
        Assert.Equal(0x86DD, BinaryPrimitives.ReadUInt16BigEndian(frame[12..]));
        Assert.Equal((14, 17), (BinaryPrimitives.ReadUInt16BigEndian(frame[18..]), frame[20]));
        Assert.Equal(0xFFFF, Folded([.. frame[22..54], 0, 17, 0, 14, .. frame[54..]]));
        Assert.Equal("hello!"u8, frame[62..]);
    }

    [Fact]
    public void The_longest_message_is_cut_to_a_datagram()
    {
        var frame = Write(new CapturedMessage(0, SipTransport.Tcp, V4, V4, new byte[65_535]))[40..];
        Assert.Equal(14 + 65_535, frame.Length);
        Assert.Equal(65_535, BinaryPrimitives.ReadUInt16BigEndian(frame[16..]));
    }

    private static byte[] Write(in CapturedMessage message)
    {
        var file = new MemoryStream();
        new PcapWriter(file).Write(message);
        return file.ToArray();
    }

    // The ones' complement sum over what holds a right checksum is all ones (RFC 1071).
    private static int Folded(byte[] bytes)
    {
        var sum = bytes.Select((b, i) => i % 2 == 0 ? b << 8 : b).Sum();
        while (sum > 0xFFFF) sum = (sum >> 16) + (sum & 0xFFFF);
        return sum;
    }
}

using Tandem.Media.Rtp;

namespace Tandem.Media.Tests.Rtp;

/// <summary>What DTLS is told by (RFC 6347 §4.1, RFC 9147 §4, RFC 7983 §7).</summary>
public class DtlsRecordTests
{
    [Theory]
    [InlineData(22, 0xFE, 0xFF, true)] // handshake, DTLS 1.0
    [InlineData(22, 0xFE, 0xFD, true)] // handshake, DTLS 1.2
    [InlineData(20, 0xFE, 0xFD, true)] // change cipher spec
    [InlineData(63, 0x12, 0x34, true)] // encrypted, DTLS 1.3
    [InlineData(32, 0x12, 0x34, true)]
    [InlineData(31, 0x12, 0x34, false)]
    [InlineData(64, 0xFE, 0xFD, false)]
    [InlineData(19, 0xFE, 0xFD, false)]
    [InlineData(22, 0x03, 0x03, false)] // TLS, which does not come in datagrams
    [InlineData(0, 0x01, 0x00, false)] // STUN
    [InlineData(0x10, 0x00, 0x00, false)] // ZRTP
    [InlineData(0x80, 0x08, 0x00, false)] // RTP
    public void It_is_known_by_its_first_two_bytes(byte first, byte second, byte third, bool isDtls) =>
        Assert.Equal(isDtls, DtlsRecord.IsDtls([first, second, third, .. new byte[10]]));

    [Fact]
    public void A_datagram_without_room_for_a_header_is_none()
    {
        byte[] record = [22, 0xFE, 0xFD, .. new byte[10]];
        for (var length = 0; length < record.Length; length++) Assert.False(DtlsRecord.IsDtls(record.AsSpan(0, length)));
        Assert.True(DtlsRecord.IsDtls(record));
    }
}

namespace Tandem.Media.Rtp;

/// <summary>
/// Tells DTLS from RTP on a port that both use: with it the two parties agree on the keys of SRTP before the first packet of
/// voice (RFC 5764).
/// </summary>
public static class DtlsRecord
{
    private const int HeaderLength = 13;
    private const byte Version1 = 0xFE; // 254.255 is DTLS 1.0, 254.253 is 1.2; 1.3 begins as 1.2 (RFC 9147 §5.1)

    /// <summary>True for a datagram that begins with a record of DTLS (RFC 6347 §4.1, RFC 7983 §7).</summary>
    public static bool IsDtls(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength && datagram[0] is >= 20 and <= 63 && (datagram[1] == Version1 || IsEncrypted13(datagram[0]));

    // The unified header of DTLS 1.3 has three fixed bits and no version (RFC 9147 §4).
    private static bool IsEncrypted13(byte first) => first >> 5 == 1;
}

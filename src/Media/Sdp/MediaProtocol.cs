namespace Tandem.Media.Sdp;

/// <summary>How a stream is carried: the proto field of its m= line (RFC 8866 §5.14).</summary>
public enum MediaProtocol : byte
{
    /// <summary>Any other, among them everything over TCP.</summary>
    Other = 0,
    /// <summary>RTP/AVP (RFC 3551).</summary>
    RtpAvp,
    /// <summary>RTP/AVPF (RFC 4585).</summary>
    RtpAvpf,
    /// <summary>RTP/SAVP (RFC 3711).</summary>
    RtpSavp,
    /// <summary>RTP/SAVPF (RFC 5124).</summary>
    RtpSavpf,
    /// <summary>UDP/TLS/RTP/SAVP (RFC 5764).</summary>
    UdpTlsRtpSavp,
    /// <summary>UDP/TLS/RTP/SAVPF (RFC 5764).</summary>
    UdpTlsRtpSavpf,
    /// <summary>udptl: T.38 fax over UDP (RFC 7345 §4).</summary>
    Udptl,
}

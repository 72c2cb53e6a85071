using System.Text;

namespace Tandem.Media.Sdp;

/// <summary>The words of a description that the switch knows. Case does not count, because not everybody keeps to it.</summary>
internal static class SdpNames
{
    public static MediaKind KindOf(ReadOnlySpan<byte> name)
    {
        if (Is(name, "audio"u8)) return MediaKind.Audio;
        if (Is(name, "video"u8)) return MediaKind.Video;
        if (Is(name, "image"u8)) return MediaKind.Image;
        if (Is(name, "text"u8)) return MediaKind.Text;
        if (Is(name, "application"u8)) return MediaKind.Application;
        return Is(name, "message"u8) ? MediaKind.Message : MediaKind.Other;
    }

    public static MediaProtocol ProtocolOf(ReadOnlySpan<byte> name)
    {
        if (Is(name, "RTP/AVP"u8)) return MediaProtocol.RtpAvp;
        if (Is(name, "RTP/SAVP"u8)) return MediaProtocol.RtpSavp;
        if (Is(name, "udptl"u8)) return MediaProtocol.Udptl;
        if (Is(name, "RTP/AVPF"u8)) return MediaProtocol.RtpAvpf;
        if (Is(name, "RTP/SAVPF"u8)) return MediaProtocol.RtpSavpf;
        if (Is(name, "UDP/TLS/RTP/SAVPF"u8)) return MediaProtocol.UdpTlsRtpSavpf;
        return Is(name, "UDP/TLS/RTP/SAVP"u8) ? MediaProtocol.UdpTlsRtpSavp : MediaProtocol.Other;
    }

    public static bool TryReadDirection(ReadOnlySpan<byte> attribute, out MediaDirection direction)
    {
        direction = MediaDirection.SendReceive;
        if (Is(attribute, "sendrecv"u8)) return true;
        if (Is(attribute, "sendonly"u8)) direction = MediaDirection.SendOnly;
        else if (Is(attribute, "recvonly"u8)) direction = MediaDirection.ReceiveOnly;
        else if (Is(attribute, "inactive"u8)) direction = MediaDirection.Inactive;
        return direction != MediaDirection.SendReceive;
    }

    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(text, name);
}

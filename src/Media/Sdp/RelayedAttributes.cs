using System.Text;

namespace Tandem.Media.Sdp;

/// <summary>The attributes that are not true any more, or lead media past the relay, once a stream is relayed.</summary>
internal static class RelayedAttributes
{
    public static bool IsLeftOut(ReadOnlySpan<byte> name, ReadOnlySpan<byte> argument) => IsOfIce(name) || IsOfOnePort(name, argument)
        // Names the peer's own address as the only one that media may come from (RFC 4570).
        || SdpNames.Is(name, "source-filter"u8);

    /// <summary>RFC 8839 §4.4, §5, and RFC 8840 §4.1.</summary>
    private static bool IsOfIce(ReadOnlySpan<byte> name) =>
        SdpNames.Is(name, "candidate"u8) || SdpNames.Is(name, "remote-candidates"u8) || SdpNames.Is(name, "end-of-candidates"u8)
        || (name.Length > 4 && SdpNames.Is(name[..4], "ice-"u8));

    /// <summary>Several flows on one port: RFC 8858, RFC 9143. a=rtcp-mux is not among them, because a=rtcp stands in for it.</summary>
    private static bool IsOfOnePort(ReadOnlySpan<byte> name, ReadOnlySpan<byte> argument) =>
        SdpNames.Is(name, "rtcp-mux-only"u8) || SdpNames.Is(name, "bundle-only"u8) || IsBundle(name, argument);

    /// <summary>a=group:BUNDLE (RFC 9143 §5).</summary>
    public static bool IsBundle(ReadOnlySpan<byte> name, ReadOnlySpan<byte> argument) =>
        SdpNames.Is(name, "group"u8) && argument.Length >= 6 && Ascii.EqualsIgnoreCase(argument[..6], "BUNDLE"u8);
}

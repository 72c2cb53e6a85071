using Tandem.Sip.Messages;

namespace Tandem.Media.Sdp;

/// <summary>The value of an a= line: attribute = name [":" argument] (RFC 8866 §5.13).</summary>
internal static class SdpAttribute
{
    /// <summary>Parts name and argument; the argument is empty when there is none.</summary>
    public static (Slice Name, Slice Argument) Split(ReadOnlySpan<byte> body, Slice value)
    {
        var colon = value.Of(body).IndexOf((byte)':');
        return colon < 0
            ? (value, Slice.Between(value.End, value.End))
            : (new Slice(value.Offset, colon), Slice.Between(value.Offset + colon + 1, value.End));
    }
}

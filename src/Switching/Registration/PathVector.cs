using Tandem.Sip.Messages;

namespace Tandem.Switching.Registration;

/// <summary>The Path header fields of a REGISTER as one list (RFC 3327 §5.3).</summary>
public static class PathVector
{
    /// <summary>The longest vector that is kept, in bytes; a longer one is more than 20 proxies.</summary>
    public const int MaxLength = 2048;

    /// <summary>The items of every Path line parted by commas; empty when there are none or they are too long to keep.</summary>
    /// <param name="request">The REGISTER.</param>
    /// <param name="scratch">Room for <see cref="MaxLength"/> bytes; used only when there is more than one line.</param>
    public static ReadOnlySpan<byte> Read(SipMessage request, Span<byte> scratch)
    {
        if (!request.Has(HeaderName.Path)) return [];
        var length = 0;
        foreach (var item in request.Values(HeaderName.Path))
        {
            if (length + item.Length + 1 > scratch.Length) return [];
            if (length > 0) scratch[length++] = (byte)',';
            item.CopyTo(scratch[length..]);
            length += item.Length;
        }
        return scratch[..length];
    }
}

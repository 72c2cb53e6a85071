using System.Buffers;

namespace Tandem.Sip.Messages;

/// <summary>The escapes of a URI: "%" HEXDIG HEXDIG. RFC 3261 §19.1.2.</summary>
internal static class UriEscapes
{
    /// <summary>True when every "%" is followed by two hexadecimal digits.</summary>
    public static bool AreWellFormed(ReadOnlySpan<byte> text)
    {
        for (var next = text.IndexOf((byte)'%'); next >= 0; next = text.IndexOf((byte)'%'))
        {
            if (!TryDecode(text[next..], out _)) return false;
            text = text[(next + 3)..];
        }
        return true;
    }

    /// <summary>Copies the text with its escapes replaced; a "%" that begins none is copied as it is.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            to[written++] = Next(ref text);
        }
        return written;
    }

    /// <summary>Takes one byte, escaped or not, off the text.</summary>
    public static byte Next(ref ReadOnlySpan<byte> text)
    {
        var escaped = TryDecode(text, out var value);
        if (!escaped) value = text[0];
        text = text[(escaped ? 3 : 1)..];
        return value;
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        return text.Length >= 3 && text[0] == '%'
            && Convert.FromHexString(text.Slice(1, 2), new Span<byte>(ref value), out _, out _) == OperationStatus.Done;
    }
}

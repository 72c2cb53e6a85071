using System.Buffers;
using System.Globalization;

namespace Tandem.Sip.Messages;

/// <summary>The escapes of a URI: "%" HEXDIG HEXDIG. RFC 3261 §19.1.2.</summary>
internal static class UriEscapes
{
    private static readonly SearchValues<byte> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"u8);

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

    /// <summary>
    /// Copies the text with everything escaped but letters, digits and the marks of §25.1; returns the length, 0 when it does
    /// not fit.
    /// </summary>
    public static int Encode(ReadOnlySpan<byte> text, Span<byte> to)
    {
        var written = 0;
        foreach (var b in text)
        {
            if (to.Length - written < 3) return 0;
            if (Unreserved.Contains(b))
            {
                to[written++] = b;
                continue;
            }
            to[written] = (byte)'%';
            b.TryFormat(to[(written + 1)..], out var digits, "X2", CultureInfo.InvariantCulture);
            written += 1 + digits;
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

using System.Text;
using Tandem.Sip.Messages;

namespace Tandem.Switching.Calls;

/// <summary>Writes header values that are held as text.</summary>
internal static class HeaderText
{
    private const int MaxLength = 512;

    /// <summary>Writes a header field; a text too long for the line is cut.</summary>
    public static void Write(ref RequestWriter writer, ReadOnlySpan<byte> name, string value)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        Encoding.UTF8.TryGetBytes(value.AsSpan(0, Math.Min(value.Length, MaxLength / 3)), utf8, out var length);
        writer.Header(name, utf8[..length]);
    }

    /// <summary>Writes a header field; a text too long for the line is cut.</summary>
    public static void Write(ref ResponseWriter writer, ReadOnlySpan<byte> name, string value)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        Encoding.UTF8.TryGetBytes(value.AsSpan(0, Math.Min(value.Length, MaxLength / 3)), utf8, out var length);
        writer.Header(name, utf8[..length]);
    }

    /// <summary>
    /// Writes the user part of a SIP URI: what may not stand there is escaped (RFC 3261 §19.1.2), so that no number can bring a
    /// host or a parameter with it. Returns the length.
    /// </summary>
    public static int WriteUser(Span<byte> to, string user)
    {
        var length = 0;
        Span<byte> utf8 = stackalloc byte[MaxLength];
        Encoding.UTF8.TryGetBytes(user.AsSpan(0, Math.Min(user.Length, MaxLength / 3)), utf8, out var bytes);
        foreach (var b in utf8[..bytes])
        {
            if (length + 3 > to.Length) break;
            if (char.IsAsciiLetterOrDigit((char)b) || "-_.!~*'()&=+$,;?/"u8.Contains(b))
            {
                to[length++] = b;
                continue;
            }
            to[length++] = (byte)'%';
            b.TryFormat(to[length..], out var written, "X2", System.Globalization.CultureInfo.InvariantCulture);
            length += written;
        }
        return length;
    }
}

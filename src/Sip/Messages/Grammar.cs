using System.Buffers;
using System.Runtime.CompilerServices;

namespace Tandem.Sip.Messages;

/// <summary>The character classes and small rules of RFC 3261 §25.1 that every reader of a header field shares.</summary>
internal static class Grammar
{
    /// <summary>The characters of a token.</summary>
    public static readonly SearchValues<byte> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.!%*_+`'~"u8);

    /// <summary>The bytes of LWS, see <see cref="IsLws"/>.</summary>
    public static readonly SearchValues<byte> LinearWhiteSpace = SearchValues.Create(" \t\r\n"u8);

    /// <summary>
    /// LWS. A bare CR or LF never gets into a header field's value (the parser refuses it), so there the two can only be
    /// part of a fold, and each of the four bytes counts as white space on its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLws(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>The index of the first byte at or after <paramref name="position"/> that is not white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipLws(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && IsLws(text[position])) position++;
        return position;
    }

    /// <summary>The end of the text between the two indices without the white space before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TrimEnd(ReadOnlySpan<byte> text, int start, int end)
    {
        while (end > start && IsLws(text[end - 1])) end--;
        return end;
    }

    /// <summary>The index after the token that starts at <paramref name="position"/>; the same index when none does.</summary>
    public static int SkipToken(ReadOnlySpan<byte> text, int position)
    {
        var length = text[position..].IndexOfAnyExcept(TokenCharacters);
        return length < 0 ? text.Length : position + length;
    }

    /// <summary>
    /// The index of the quote that closes the quoted string whose opening quote is at <paramref name="open"/>; -1 when none
    /// does. A backslash takes the next byte with it (quoted-pair).
    /// </summary>
    public static int ClosingQuote(ReadOnlySpan<byte> text, int open)
    {
        var position = open + 1;
        while (position < text.Length)
        {
            var next = text[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0) return -1;
            position += next;
            if (text[position] == '"') return position;
            position += 2;
        }
        return -1;
    }

    /// <summary>
    /// True when two texts are the same but for the case of ASCII letters. Written for the few bytes of a name, where the
    /// platform's own comparison spends more on its set-up.
    /// </summary>
    public static bool EqualsIgnoreCase(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            var difference = a[i] ^ b[i];
            if (difference != 0 && (difference != 0x20 || !char.IsAsciiLetter((char)b[i]))) return false;
        }
        return true;
    }

    /// <summary>True for a non-empty token.</summary>
    public static bool IsToken(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenCharacters);

    /// <summary>Reads digits alone, leading zeroes allowed; false when there is anything else or more than the maximum.</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> digits, uint maximum, out uint number)
    {
        number = 0;
        if (digits.IsEmpty) return false;
        ulong value = 0;
        foreach (var b in digits)
        {
            if (b is < (byte)'0' or > (byte)'9') return false;
            value = value * 10 + (uint)(b - '0');
            if (value > maximum) return false;
        }
        number = (uint)value;
        return true;
    }
}

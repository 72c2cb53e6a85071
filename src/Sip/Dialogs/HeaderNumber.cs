using Tandem.Sip.Messages;

namespace Tandem.Sip.Dialogs;

/// <summary>Reads the number with which the value of a header field begins: 1*DIGIT, then white space, parameters or a comment.</summary>
internal static class HeaderNumber
{
    /// <summary>Reads it; false when there is none or it has more than 32 bits.</summary>
    /// <param name="value">The value.</param>
    /// <param name="number">The number.</param>
    /// <param name="rest">What follows, without white space before it.</param>
    public static bool TryRead(ReadOnlySpan<byte> value, out uint number, out ReadOnlySpan<byte> rest)
    {
        var digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = value.Length;
        rest = value[Grammar.SkipLws(value, digits)..];
        return Grammar.TryReadNumber(value[..digits], uint.MaxValue, out number)
            && (rest.IsEmpty || rest[0] is (byte)';' or (byte)'(' || digits + rest.Length < value.Length);
    }

    /// <summary>Reads a number after which only parameters or a comment come.</summary>
    public static bool TryReadAlone(ReadOnlySpan<byte> value, out uint number, out ReadOnlySpan<byte> parameters) =>
        TryRead(value, out number, out parameters) && (parameters.IsEmpty || parameters[0] is (byte)';' or (byte)'(');
}

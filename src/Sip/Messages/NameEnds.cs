using System.Buffers.Binary;

namespace Tandem.Sip.Messages;

/// <summary>
/// The first and the last eight bytes of a header field's name in lower case, and its length: of a name of up to 16 bytes
/// all there is to compare, in two words.
/// </summary>
/// <remarks>
/// Names are letters and "-", so setting the bit 0x20 folds their case, eight letters at a time. Of other bytes only CR
/// would become a "-" by it, and there is never a CR alone within a name: the parser cuts lines at it.
/// </remarks>
internal readonly record struct NameEnds(ulong First, ulong Last, int Length)
{
    /// <summary>The longest name that is held as a whole.</summary>
    public const int WholeLength = 16;

    private const ulong Fold = 0x2020202020202020;

    /// <summary>Spreads names over a table whose size divides 256.</summary>
    public uint Hash => (uint)((First ^ Last << 3) * 0x9e3779b97f4a7c15 >> 56);

    /// <summary>The ends of a name of two bytes or more.</summary>
    public static NameEnds Of(ReadOnlySpan<byte> name)
    {
        var (first, last) = name.Length switch
        {
            >= sizeof(ulong) => (BinaryPrimitives.ReadUInt64LittleEndian(name), BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..])),
            >= sizeof(uint) => (BinaryPrimitives.ReadUInt32LittleEndian(name), BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..])),
            _ => (BinaryPrimitives.ReadUInt16LittleEndian(name), (ulong)name[^1]),
        };
        return new NameEnds(first | Fold, last | Fold, name.Length);
    }
}

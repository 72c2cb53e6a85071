using System.Buffers.Text;
using System.Globalization;

namespace Tandem.Sip.Dialogs;

/// <summary>
/// A number that this switch has drawn for a tag, a branch or a Call-ID. Its text carries the shard that drew it, so that an
/// answer or a later request finds home whatever socket it comes in on.
/// </summary>
/// <param name="Value">The shard in the upper 8 bits, 56 bits that cannot be guessed below.</param>
public readonly record struct LocalId(ulong Value)
{
    /// <summary>The length of a tag.</summary>
    public const int TagLength = 18;

    /// <summary>The length of a branch.</summary>
    public const int BranchLength = 25;

    private static ReadOnlySpan<byte> Mark => "tm"u8;

    private static ReadOnlySpan<byte> BranchMark => "z9hG4bKtm"u8;

    /// <summary>The shard that drew it.</summary>
    public int Shard => (int)(Value >> 56);

    /// <summary>Writes the form of a tag: "tm" and 16 hexadecimal digits.</summary>
    public int WriteTag(Span<byte> to)
    {
        Mark.CopyTo(to);
        Value.TryFormat(to[Mark.Length..], out _, "x16", CultureInfo.InvariantCulture);
        return TagLength;
    }

    /// <summary>Writes the form of a branch: the magic cookie (RFC 3261 §8.1.1.7) before that of a tag.</summary>
    public int WriteBranch(Span<byte> to)
    {
        BranchMark.CopyTo(to);
        Value.TryFormat(to[BranchMark.Length..], out _, "x16", CultureInfo.InvariantCulture);
        return BranchLength;
    }

    /// <summary>Reads a tag of ours; false for any other.</summary>
    public static bool TryParseTag(ReadOnlySpan<byte> tag, out LocalId id) => TryParse(tag, Mark, out id);

    /// <summary>Reads a branch of ours; false for any other.</summary>
    public static bool TryParseBranch(ReadOnlySpan<byte> branch, out LocalId id) => TryParse(branch, BranchMark, out id);

    private static bool TryParse(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark, out LocalId id)
    {
        id = default;
        if (text.Length != mark.Length + 16 || !text.StartsWith(mark)) return false;
        if (!Utf8Parser.TryParse(text[mark.Length..], out ulong value, out var read, 'x') || read != 16) return false;
        id = new LocalId(value);
        return true;
    }
}

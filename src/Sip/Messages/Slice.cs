namespace Tandem.Sip.Messages;

/// <summary>A part of a message: where it starts and how long it is, in bytes. What is absent is <c>default</c>.</summary>
/// <param name="Offset">The first byte's index in the text that the slice belongs to.</param>
/// <param name="Length">The number of bytes.</param>
public readonly record struct Slice(int Offset, int Length)
{
    /// <summary>The index after the last byte.</summary>
    public int End => Offset + Length;

    /// <summary>The slice's bytes in its text.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text) => text.Slice(Offset, Length);

    /// <summary>The slice from one index up to, without, another.</summary>
    public static Slice Between(int start, int end) => new(start, end - start);
}

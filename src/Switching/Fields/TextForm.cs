namespace Tandem.Switching.Fields;

/// <summary>Reads a value as an operator writes it: null, or a sentence that says what is wrong and what is allowed.</summary>
public delegate string? ReadText<TValue>(string text, out TValue value);

/// <summary>How values of one kind are written, read, and described.</summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="kind">How JSON has it.</param>
/// <param name="range">What may be written, for people.</param>
/// <param name="read">Reads a text that is not empty; an empty one always means the field's default.</param>
/// <param name="print">The text that <paramref name="read"/> takes for the same value; "" for the default of an optional value.</param>
public sealed class TextForm<TValue>(FieldKind kind, string range, ReadText<TValue> read, Func<TValue, string> print)
{
    /// <summary>How JSON has the value.</summary>
    public FieldKind Kind => kind;

    /// <summary>What may be written, for people.</summary>
    public string Range => range;

    /// <summary>Reads a text that is not empty.</summary>
    public string? Read(string text, out TValue value) => read(text, out value);

    /// <summary>The canonical text of a value.</summary>
    public string Print(TValue value) => print(value);
}

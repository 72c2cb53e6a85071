namespace Tandem.Switching.Fields;

/// <summary>How a field's value is written in JSON; its text is the same everywhere else.</summary>
public enum FieldKind : byte
{
    /// <summary>A string.</summary>
    Text,
    /// <summary>A whole number; null for a text of "".</summary>
    Number,
    /// <summary>true or false for "yes" and "no"; null for a text of "".</summary>
    Flag,
    /// <summary>An array of strings, which the text has parted by commas.</summary>
    List,
}

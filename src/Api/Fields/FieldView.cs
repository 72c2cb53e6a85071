using System.ComponentModel;
using Tandem.Switching.Fields;

namespace Tandem.Api.Fields;

/// <summary>What the catalogue says of one field of an object.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Column">Its name in files and, with - for _, on the command line.</param>
/// <param name="Kind">How JSON has the value.</param>
/// <param name="Meaning">What it does.</param>
/// <param name="Unit">The unit of the value.</param>
/// <param name="Range">What may be set.</param>
/// <param name="Default">The text of the default.</param>
public sealed record FieldView(
    [property: Description("Its name in JSON.")] string Name,
    [property: Description("Its name in CSV files and, with - for _, on the command line.")] string Column,
    [property: Description("How JSON has the value: text, number, flag (true or false) or list (of strings).")] FieldKind Kind,
    [property: Description("What it does, in one sentence.")] string Meaning,
    [property: Description("The unit of the value; \"\" when it has none.")] string Unit,
    [property: Description("What may be set, as text; \"\" always sets the default.")] string Range,
    [property: Description("The default, as text.")] string Default)
{
    internal static FieldView Of(FieldDefinition field) =>
        new(field.ApiName, field.Name, field.Kind, field.Meaning, field.Unit, field.Range, field.DefaultText);
}

using Tandem.Api.Csv;
using Tandem.Switching.Fields;

namespace Tandem.Api.Fields;

/// <summary>The cells of a CSV row that are fields of a catalogue. Only a note can look like a formula by accident or malice.</summary>
internal static class FieldCells
{
    private const string Memo = "memo";

    /// <summary>The texts of the fields for which the file has a column.</summary>
    public static Dictionary<string, string> Read(IEnumerable<FieldDefinition> fields, CsvRow row)
    {
        var texts = new Dictionary<string, string>();
        foreach (var field in fields)
        {
            if (row.Raw(field.Name) is { } cell) texts[field.Name] = field.Name == Memo ? FormulaGuard.Unguard(cell) : cell;
        }
        return texts;
    }

    /// <summary>The cells of the fields, in their order.</summary>
    public static IEnumerable<string> Write<TField>(IEnumerable<TField> fields, Func<TField, string> print) where TField : FieldDefinition =>
        fields.Select(field => field.Name == Memo ? FormulaGuard.Guard(print(field)) : print(field));
}

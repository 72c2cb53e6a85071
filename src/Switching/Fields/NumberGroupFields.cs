using Tandem.Switching.Numbers;

namespace Tandem.Switching.Fields;

/// <summary>The fields of a number group; its numbers are no field, because there may be a million.</summary>
public static class NumberGroupFields
{
    /// <summary>All of them.</summary>
    public static readonly FieldCatalogue<NumberGroup> Catalogue = new FieldCatalogue<NumberGroup>(new NumberGroup { Name = "" })
        .With("memo", "A note.", PlainForms.Memo, g => g.Memo, (g, v) => g with { Memo = v });
}

using System.Text;
using Tandem.Switching.Fields;

namespace Tandem.Server.Commands;

/// <summary>Writes docs/fields.md from the catalogues.</summary>
public static class FieldReference
{
    /// <summary>The whole page.</summary>
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append("""
            # Fields

            What can be set of phones, gateways and groups beyond what registering needs. A field has the same text everywhere: on the
            command line as `--forward-busy "1002 ring=20"`, in a CSV file in the column `forward_busy`, in the HTTP API as
            `"forwardBusy"`. There numbers are numbers, yes and no are true and false, and lists are arrays, but their texts are taken
            as well. An empty text sets the default.

            """);
        Append(page, "Phones", "", PhoneCallFields.Catalogue);
        Append(page, "Mapping gateways", "", MappingCallFields.Catalogue);
        Append(page, "Routing gateways", "`password` is set only, and never shown: for the gateway's challenges and its registration.", RoutingGatewayFields.Catalogue);
        Append(page, "Gateway groups", "", GatewayGroupFields.Catalogue);
        Append(page, "Number groups", "Their numbers are no field: they are added and taken out by themselves.", NumberGroupFields.Catalogue);
        Append(page, "Number transforms", "The name is the number that is looked for.", NumberTransformFields.Catalogue);
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder page, string title, string note, IEnumerable<FieldDefinition> fields)
    {
        page.Append($"\n## {title}\n\n");
        if (note.Length > 0) page.Append($"{note}\n\n");
        page.Append("| Field | Default | Range | Unit | Meaning |\n|---|---|---|---|---|\n");
        foreach (var field in fields) page.Append(Row(field));
    }

    private static string Row(FieldDefinition field)
    {
        var value = field.DefaultText.Length == 0 ? "(empty)" : $"`{field.DefaultText}`";
        return $"| `{field.Name}` | {value} | {Cell(field.Range)} | {field.Unit} | {Cell(field.Meaning)} |\n";
    }

    // A star is a star, not the beginning of emphasis.
    private static string Cell(string text) => text.Replace("\\", "\\\\").Replace("|", "\\|").Replace("*", "\\*");
}
